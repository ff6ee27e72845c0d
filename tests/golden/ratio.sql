-- foi.answered_share; by quarter; 2024; region 13, 16

-- from rows, sqlite

SELECT (strftime('%Y', foi_requests.received_on) || '-Q' || ((CAST(strftime('%m', foi_requests.received_on) AS INTEGER) + 2) / 3)) AS quarter,
  count(*) FILTER (WHERE foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= '2024-12-31') AS part_0,
  count(*) AS part_1,
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
  AND foi_requests.region_code IN ('13', '16')
GROUP BY (strftime('%Y', foi_requests.received_on) || '-Q' || ((CAST(strftime('%m', foi_requests.received_on) AS INTEGER) + 2) / 3));

-- from rows, postgresql

SELECT to_char(foi_requests.received_on, 'YYYY"-Q"Q') AS quarter,
  count(*) FILTER (WHERE foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= '2024-12-31') AS part_0,
  count(*) AS part_1,
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
  AND foi_requests.region_code IN ('13', '16')
GROUP BY to_char(foi_requests.received_on, 'YYYY"-Q"Q');

-- from rows, trino

SELECT (date_format(foi_requests.received_on, '%Y') || '-Q' || CAST(quarter(foi_requests.received_on) AS VARCHAR)) AS quarter,
  count(*) FILTER (WHERE foi_requests.first_answer_on IS NOT NULL AND foi_requests.first_answer_on <= DATE '2024-12-31') AS part_0,
  count(*) AS part_1,
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
  AND foi_requests.region_code IN ('13', '16')
GROUP BY (date_format(foi_requests.received_on, '%Y') || '-Q' || CAST(quarter(foi_requests.received_on) AS VARCHAR));

-- from a roll-up, sqlite

SELECT (strftime('%Y', rollup_of_foi_requests_counts_region_digest.month) || '-Q' || ((CAST(strftime('%m', rollup_of_foi_requests_counts_region_digest.month) AS INTEGER) + 2) / 3)) AS quarter,
  CAST(sum(rollup_of_foi_requests_counts_region_digest.part_1) AS BIGINT) AS part_0,
  CAST(sum(rollup_of_foi_requests_counts_region_digest.part_2) AS BIGINT) AS part_1,
  CASE WHEN (sum(rollup_of_foi_requests_counts_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_foi_requests_counts_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_foi_requests_counts_region_digest
WHERE rollup_of_foi_requests_counts_region_digest.batch_id IN (2)
  AND rollup_of_foi_requests_counts_region_digest.month BETWEEN '2024-01-01' AND '2024-12-01'
  AND rollup_of_foi_requests_counts_region_digest.region IN ('13', '16')
GROUP BY (strftime('%Y', rollup_of_foi_requests_counts_region_digest.month) || '-Q' || ((CAST(strftime('%m', rollup_of_foi_requests_counts_region_digest.month) AS INTEGER) + 2) / 3))
HAVING sum(rollup_of_foi_requests_counts_region_digest.rows) > 0;

-- from a roll-up, postgresql

SELECT to_char(rollup_of_foi_requests_counts_region_digest.month, 'YYYY"-Q"Q') AS quarter,
  CAST(sum(rollup_of_foi_requests_counts_region_digest.part_1) AS BIGINT) AS part_0,
  CAST(sum(rollup_of_foi_requests_counts_region_digest.part_2) AS BIGINT) AS part_1,
  CASE WHEN (sum(rollup_of_foi_requests_counts_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_foi_requests_counts_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_foi_requests_counts_region_digest
WHERE rollup_of_foi_requests_counts_region_digest.batch_id IN (2)
  AND rollup_of_foi_requests_counts_region_digest.month BETWEEN '2024-01-01' AND '2024-12-01'
  AND rollup_of_foi_requests_counts_region_digest.region IN ('13', '16')
GROUP BY to_char(rollup_of_foi_requests_counts_region_digest.month, 'YYYY"-Q"Q')
HAVING sum(rollup_of_foi_requests_counts_region_digest.rows) > 0;

-- from a roll-up, trino

SELECT (date_format(rollup_of_foi_requests_counts_region_digest.month, '%Y') || '-Q' || CAST(quarter(rollup_of_foi_requests_counts_region_digest.month) AS VARCHAR)) AS quarter,
  CAST(sum(rollup_of_foi_requests_counts_region_digest.part_1) AS BIGINT) AS part_0,
  CAST(sum(rollup_of_foi_requests_counts_region_digest.part_2) AS BIGINT) AS part_1,
  CASE WHEN (sum(rollup_of_foi_requests_counts_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_foi_requests_counts_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_foi_requests_counts_region_digest
WHERE rollup_of_foi_requests_counts_region_digest.batch_id IN (2)
  AND rollup_of_foi_requests_counts_region_digest.month BETWEEN DATE '2024-01-01' AND DATE '2024-12-01'
  AND rollup_of_foi_requests_counts_region_digest.region IN ('13', '16')
GROUP BY (date_format(rollup_of_foi_requests_counts_region_digest.month, '%Y') || '-Q' || CAST(quarter(rollup_of_foi_requests_counts_region_digest.month) AS VARCHAR))
HAVING sum(rollup_of_foi_requests_counts_region_digest.rows) > 0;
