-- foi.requests_overdue; by region; 2024-03

-- from rows, sqlite

SELECT foi_requests.region_code AS region,
  count(*) FILTER (WHERE foi_requests.received_on <= '2024-03-31' AND NOT (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= '2024-03-31') AND NOT (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= '2024-03-31')) AS open,
  count(*) FILTER (WHERE foi_requests.received_on <= '2024-03-31' AND NOT (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= '2024-03-31') AND NOT (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= '2024-03-31') AND 6060 - received_day.business_day_number > CASE WHEN (foi_requests.extended_on IS NOT NULL AND foi_requests.extended_on <= '2024-03-31') THEN 30 ELSE 20 END) AS overdue,
  max(CASE WHEN (foi_requests.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM foi_requests
LEFT OUTER JOIN calendar AS received_day ON received_day.edition = 1
  AND received_day.day = foi_requests.received_on
LEFT OUTER JOIN calendar AS ended_day ON ended_day.edition = 1
  AND ended_day.day = CASE WHEN (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= '2024-03-31') THEN foi_requests.first_answer_on WHEN (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= '2024-03-31') THEN foi_requests.closed_on END
WHERE foi_requests.batch_id <= 2
  AND (foi_requests.superseded_by IS NULL OR foi_requests.superseded_by > 2)
  AND foi_requests.received_on <= '2024-03-31'
GROUP BY foi_requests.region_code;

-- from rows, postgresql

SELECT foi_requests.region_code AS region,
  count(*) FILTER (WHERE foi_requests.received_on <= '2024-03-31' AND NOT (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= '2024-03-31') AND NOT (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= '2024-03-31')) AS open,
  count(*) FILTER (WHERE foi_requests.received_on <= '2024-03-31' AND NOT (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= '2024-03-31') AND NOT (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= '2024-03-31') AND 6060 - received_day.business_day_number > CASE WHEN (foi_requests.extended_on IS NOT NULL AND foi_requests.extended_on <= '2024-03-31') THEN 30 ELSE 20 END) AS overdue,
  max(CASE WHEN (foi_requests.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM foi_requests
LEFT OUTER JOIN calendar AS received_day ON received_day.edition = 1
  AND received_day.day = foi_requests.received_on
LEFT OUTER JOIN calendar AS ended_day ON ended_day.edition = 1
  AND ended_day.day = CASE WHEN (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= '2024-03-31') THEN foi_requests.first_answer_on WHEN (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= '2024-03-31') THEN foi_requests.closed_on END
WHERE foi_requests.batch_id <= 2
  AND (foi_requests.superseded_by IS NULL OR foi_requests.superseded_by > 2)
  AND foi_requests.received_on <= '2024-03-31'
GROUP BY foi_requests.region_code;

-- from rows, trino

SELECT foi_requests.region_code AS region,
  count(*) FILTER (WHERE foi_requests.received_on <= DATE '2024-03-31' AND NOT (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= DATE '2024-03-31') AND NOT (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= DATE '2024-03-31')) AS open,
  count(*) FILTER (WHERE foi_requests.received_on <= DATE '2024-03-31' AND NOT (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= DATE '2024-03-31') AND NOT (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= DATE '2024-03-31') AND 6060 - received_day.business_day_number > CASE WHEN (foi_requests.extended_on IS NOT NULL AND foi_requests.extended_on <= DATE '2024-03-31') THEN 30 ELSE 20 END) AS overdue,
  max(CASE WHEN (foi_requests.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM foi_requests
LEFT OUTER JOIN calendar AS received_day ON received_day.edition = 1
  AND received_day.day = foi_requests.received_on
LEFT OUTER JOIN calendar AS ended_day ON ended_day.edition = 1
  AND ended_day.day = CASE WHEN (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= DATE '2024-03-31') THEN foi_requests.first_answer_on WHEN (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= DATE '2024-03-31') THEN foi_requests.closed_on END
WHERE foi_requests.batch_id <= 2
  AND (foi_requests.superseded_by IS NULL OR foi_requests.superseded_by > 2)
  AND foi_requests.received_on <= DATE '2024-03-31'
GROUP BY foi_requests.region_code;

-- from a roll-up, sqlite

SELECT rollup_of_foi_requests_stocks_region_digest.region AS region,
  CAST(sum(rollup_of_foi_requests_stocks_region_digest.open) AS BIGINT) AS open,
  CAST(sum(rollup_of_foi_requests_stocks_region_digest.overdue) AS BIGINT) AS overdue,
  CASE WHEN (sum(rollup_of_foi_requests_stocks_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_foi_requests_stocks_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_foi_requests_stocks_region_digest
WHERE rollup_of_foi_requests_stocks_region_digest.batch_id IN (2)
  AND (rollup_of_foi_requests_stocks_region_digest.is_month = 1 AND rollup_of_foi_requests_stocks_region_digest.day < '2024-03-01' OR rollup_of_foi_requests_stocks_region_digest.is_month = 0 AND rollup_of_foi_requests_stocks_region_digest.day BETWEEN '2024-03-01' AND '2024-03-31')
GROUP BY rollup_of_foi_requests_stocks_region_digest.region
HAVING sum(rollup_of_foi_requests_stocks_region_digest.rows) > 0;

-- from a roll-up, postgresql

SELECT rollup_of_foi_requests_stocks_region_digest.region AS region,
  CAST(sum(rollup_of_foi_requests_stocks_region_digest.open) AS BIGINT) AS open,
  CAST(sum(rollup_of_foi_requests_stocks_region_digest.overdue) AS BIGINT) AS overdue,
  CASE WHEN (sum(rollup_of_foi_requests_stocks_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_foi_requests_stocks_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_foi_requests_stocks_region_digest
WHERE rollup_of_foi_requests_stocks_region_digest.batch_id IN (2)
  AND (rollup_of_foi_requests_stocks_region_digest.is_month = 1 AND rollup_of_foi_requests_stocks_region_digest.day < '2024-03-01' OR rollup_of_foi_requests_stocks_region_digest.is_month = 0 AND rollup_of_foi_requests_stocks_region_digest.day BETWEEN '2024-03-01' AND '2024-03-31')
GROUP BY rollup_of_foi_requests_stocks_region_digest.region
HAVING sum(rollup_of_foi_requests_stocks_region_digest.rows) > 0;

-- from a roll-up, trino

SELECT rollup_of_foi_requests_stocks_region_digest.region AS region,
  CAST(sum(rollup_of_foi_requests_stocks_region_digest.open) AS BIGINT) AS open,
  CAST(sum(rollup_of_foi_requests_stocks_region_digest.overdue) AS BIGINT) AS overdue,
  CASE WHEN (sum(rollup_of_foi_requests_stocks_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_foi_requests_stocks_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_foi_requests_stocks_region_digest
WHERE rollup_of_foi_requests_stocks_region_digest.batch_id IN (2)
  AND (rollup_of_foi_requests_stocks_region_digest.is_month = 1 AND rollup_of_foi_requests_stocks_region_digest.day < DATE '2024-03-01' OR rollup_of_foi_requests_stocks_region_digest.is_month = 0 AND rollup_of_foi_requests_stocks_region_digest.day BETWEEN DATE '2024-03-01' AND DATE '2024-03-31')
GROUP BY rollup_of_foi_requests_stocks_region_digest.region
HAVING sum(rollup_of_foi_requests_stocks_region_digest.rows) > 0;
