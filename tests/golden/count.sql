-- foi.requests_received; by region; by month; 2024

-- from rows, sqlite

SELECT foi_requests.region_code AS region,
  (strftime('%Y-%m', foi_requests.received_on)) AS month,
  count(*) AS part_0,
  max(CASE WHEN (foi_requests.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM foi_requests
LEFT OUTER JOIN calendar AS received_day ON received_day.edition = 1
  AND received_day.day = foi_requests.received_on
LEFT OUTER JOIN calendar AS ended_day ON ended_day.edition = 1
  AND ended_day.day = CASE WHEN (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= '2024-12-31') THEN foi_requests.first_answer_on WHEN (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= '2024-12-31') THEN foi_requests.closed_on END
LEFT OUTER JOIN calendar AS extended_day ON extended_day.edition = 1
  AND extended_day.day = foi_requests.extended_on
LEFT OUTER JOIN calendar AS asked_day ON asked_day.edition = 1
  AND asked_day.day = foi_requests.clarification_asked_on
LEFT OUTER JOIN calendar AS replied_day ON replied_day.edition = 1
  AND replied_day.day = foi_requests.clarified_on
LEFT OUTER JOIN calendar AS closed_day ON closed_day.edition = 1
  AND closed_day.day = foi_requests.closed_on
LEFT OUTER JOIN calendar AS answered_day ON answered_day.edition = 1
  AND answered_day.day = foi_requests.first_answer_on
WHERE foi_requests.batch_id <= 2
  AND (foi_requests.superseded_by IS NULL OR foi_requests.superseded_by > 2)
  AND foi_requests.received_on BETWEEN '2024-01-01' AND '2024-12-31'
GROUP BY foi_requests.region_code,
  (strftime('%Y-%m', foi_requests.received_on));

-- from rows, postgresql

SELECT foi_requests.region_code AS region,
  to_char(foi_requests.received_on, 'YYYY-MM') AS month,
  count(*) AS part_0,
  max(CASE WHEN (foi_requests.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM foi_requests
LEFT OUTER JOIN calendar AS received_day ON received_day.edition = 1
  AND received_day.day = foi_requests.received_on
LEFT OUTER JOIN calendar AS ended_day ON ended_day.edition = 1
  AND ended_day.day = CASE WHEN (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= '2024-12-31') THEN foi_requests.first_answer_on WHEN (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= '2024-12-31') THEN foi_requests.closed_on END
LEFT OUTER JOIN calendar AS extended_day ON extended_day.edition = 1
  AND extended_day.day = foi_requests.extended_on
LEFT OUTER JOIN calendar AS asked_day ON asked_day.edition = 1
  AND asked_day.day = foi_requests.clarification_asked_on
LEFT OUTER JOIN calendar AS replied_day ON replied_day.edition = 1
  AND replied_day.day = foi_requests.clarified_on
LEFT OUTER JOIN calendar AS closed_day ON closed_day.edition = 1
  AND closed_day.day = foi_requests.closed_on
LEFT OUTER JOIN calendar AS answered_day ON answered_day.edition = 1
  AND answered_day.day = foi_requests.first_answer_on
WHERE foi_requests.batch_id <= 2
  AND (foi_requests.superseded_by IS NULL OR foi_requests.superseded_by > 2)
  AND foi_requests.received_on BETWEEN '2024-01-01' AND '2024-12-31'
GROUP BY foi_requests.region_code,
  to_char(foi_requests.received_on, 'YYYY-MM');

-- from rows, trino

SELECT foi_requests.region_code AS region,
  date_format(foi_requests.received_on, '%Y-%m') AS month,
  count(*) AS part_0,
  max(CASE WHEN (foi_requests.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM foi_requests
LEFT OUTER JOIN calendar AS received_day ON received_day.edition = 1
  AND received_day.day = foi_requests.received_on
LEFT OUTER JOIN calendar AS ended_day ON ended_day.edition = 1
  AND ended_day.day = CASE WHEN (foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= DATE '2024-12-31') THEN foi_requests.first_answer_on WHEN (foi_requests.closed_on IS NOT NULL AND foi_requests.closed_on <= DATE '2024-12-31') THEN foi_requests.closed_on END
LEFT OUTER JOIN calendar AS extended_day ON extended_day.edition = 1
  AND extended_day.day = foi_requests.extended_on
LEFT OUTER JOIN calendar AS asked_day ON asked_day.edition = 1
  AND asked_day.day = foi_requests.clarification_asked_on
LEFT OUTER JOIN calendar AS replied_day ON replied_day.edition = 1
  AND replied_day.day = foi_requests.clarified_on
LEFT OUTER JOIN calendar AS closed_day ON closed_day.edition = 1
  AND closed_day.day = foi_requests.closed_on
LEFT OUTER JOIN calendar AS answered_day ON answered_day.edition = 1
  AND answered_day.day = foi_requests.first_answer_on
WHERE foi_requests.batch_id <= 2
  AND (foi_requests.superseded_by IS NULL OR foi_requests.superseded_by > 2)
  AND foi_requests.received_on BETWEEN DATE '2024-01-01' AND DATE '2024-12-31'
GROUP BY foi_requests.region_code,
  date_format(foi_requests.received_on, '%Y-%m');

-- from a roll-up, sqlite

SELECT rollup_of_foi_requests_counts_region_digest.region AS region,
  (strftime('%Y-%m', rollup_of_foi_requests_counts_region_digest.month)) AS month,
  CAST(sum(rollup_of_foi_requests_counts_region_digest.part_2) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_foi_requests_counts_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_foi_requests_counts_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_foi_requests_counts_region_digest
WHERE rollup_of_foi_requests_counts_region_digest.batch_id IN (2)
  AND rollup_of_foi_requests_counts_region_digest.month BETWEEN '2024-01-01' AND '2024-12-01'
GROUP BY rollup_of_foi_requests_counts_region_digest.region,
  (strftime('%Y-%m', rollup_of_foi_requests_counts_region_digest.month))
HAVING sum(rollup_of_foi_requests_counts_region_digest.rows) > 0;

-- from a roll-up, postgresql

SELECT rollup_of_foi_requests_counts_region_digest.region AS region,
  to_char(rollup_of_foi_requests_counts_region_digest.month, 'YYYY-MM') AS month,
  CAST(sum(rollup_of_foi_requests_counts_region_digest.part_2) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_foi_requests_counts_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_foi_requests_counts_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_foi_requests_counts_region_digest
WHERE rollup_of_foi_requests_counts_region_digest.batch_id IN (2)
  AND rollup_of_foi_requests_counts_region_digest.month BETWEEN '2024-01-01' AND '2024-12-01'
GROUP BY rollup_of_foi_requests_counts_region_digest.region,
  to_char(rollup_of_foi_requests_counts_region_digest.month, 'YYYY-MM')
HAVING sum(rollup_of_foi_requests_counts_region_digest.rows) > 0;

-- from a roll-up, trino

SELECT rollup_of_foi_requests_counts_region_digest.region AS region,
  date_format(rollup_of_foi_requests_counts_region_digest.month, '%Y-%m') AS month,
  CAST(sum(rollup_of_foi_requests_counts_region_digest.part_2) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_foi_requests_counts_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_foi_requests_counts_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_foi_requests_counts_region_digest
WHERE rollup_of_foi_requests_counts_region_digest.batch_id IN (2)
  AND rollup_of_foi_requests_counts_region_digest.month BETWEEN DATE '2024-01-01' AND DATE '2024-12-01'
GROUP BY rollup_of_foi_requests_counts_region_digest.region,
  date_format(rollup_of_foi_requests_counts_region_digest.month, '%Y-%m')
HAVING sum(rollup_of_foi_requests_counts_region_digest.rows) > 0;
