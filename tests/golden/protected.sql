-- attention.referrals; by region; 2024-03

-- from rows, sqlite

SELECT attentions.unit_code AS region,
  attentions.resolution AS resolution,
  (strftime('%Y-%m', attentions.attended_on)) AS month,
  count(*) FILTER (WHERE attentions.resolution = 'referred') AS part_0,
  max(CASE WHEN (attentions.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM attentions
WHERE attentions.batch_id <= 3
  AND (attentions.superseded_by IS NULL OR attentions.superseded_by > 3)
  AND attentions.attended_on BETWEEN '2024-03-01' AND '2024-03-31'
GROUP BY attentions.unit_code,
  attentions.resolution,
  (strftime('%Y-%m', attentions.attended_on));

-- from rows, postgresql

SELECT attentions.unit_code AS region,
  attentions.resolution AS resolution,
  to_char(attentions.attended_on, 'YYYY-MM') AS month,
  count(*) FILTER (WHERE attentions.resolution = 'referred') AS part_0,
  max(CASE WHEN (attentions.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM attentions
WHERE attentions.batch_id <= 3
  AND (attentions.superseded_by IS NULL OR attentions.superseded_by > 3)
  AND attentions.attended_on BETWEEN '2024-03-01' AND '2024-03-31'
GROUP BY attentions.unit_code,
  attentions.resolution,
  to_char(attentions.attended_on, 'YYYY-MM');

-- from rows, trino

SELECT attentions.unit_code AS region,
  attentions.resolution AS resolution,
  date_format(attentions.attended_on, '%Y-%m') AS month,
  count(*) FILTER (WHERE attentions.resolution = 'referred') AS part_0,
  max(CASE WHEN (attentions.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM attentions
WHERE attentions.batch_id <= 3
  AND (attentions.superseded_by IS NULL OR attentions.superseded_by > 3)
  AND attentions.attended_on BETWEEN DATE '2024-03-01' AND DATE '2024-03-31'
GROUP BY attentions.unit_code,
  attentions.resolution,
  date_format(attentions.attended_on, '%Y-%m');

-- from a roll-up, sqlite

SELECT rollup_of_attentions_counts_region_resolution_digest.region AS region,
  rollup_of_attentions_counts_region_resolution_digest.resolution AS resolution,
  (strftime('%Y-%m', rollup_of_attentions_counts_region_resolution_digest.month)) AS month,
  CAST(sum(rollup_of_attentions_counts_region_resolution_digest.part_2) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_attentions_counts_region_resolution_digest
WHERE rollup_of_attentions_counts_region_resolution_digest.batch_id IN (3)
  AND rollup_of_attentions_counts_region_resolution_digest.month BETWEEN '2024-03-01' AND '2024-03-01'
GROUP BY rollup_of_attentions_counts_region_resolution_digest.region,
  rollup_of_attentions_counts_region_resolution_digest.resolution,
  (strftime('%Y-%m', rollup_of_attentions_counts_region_resolution_digest.month))
HAVING sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0;

-- from a roll-up, postgresql

SELECT rollup_of_attentions_counts_region_resolution_digest.region AS region,
  rollup_of_attentions_counts_region_resolution_digest.resolution AS resolution,
  to_char(rollup_of_attentions_counts_region_resolution_digest.month, 'YYYY-MM') AS month,
  CAST(sum(rollup_of_attentions_counts_region_resolution_digest.part_2) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_attentions_counts_region_resolution_digest
WHERE rollup_of_attentions_counts_region_resolution_digest.batch_id IN (3)
  AND rollup_of_attentions_counts_region_resolution_digest.month BETWEEN '2024-03-01' AND '2024-03-01'
GROUP BY rollup_of_attentions_counts_region_resolution_digest.region,
  rollup_of_attentions_counts_region_resolution_digest.resolution,
  to_char(rollup_of_attentions_counts_region_resolution_digest.month, 'YYYY-MM')
HAVING sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0;

-- from a roll-up, trino

SELECT rollup_of_attentions_counts_region_resolution_digest.region AS region,
  rollup_of_attentions_counts_region_resolution_digest.resolution AS resolution,
  date_format(rollup_of_attentions_counts_region_resolution_digest.month, '%Y-%m') AS month,
  CAST(sum(rollup_of_attentions_counts_region_resolution_digest.part_2) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_attentions_counts_region_resolution_digest
WHERE rollup_of_attentions_counts_region_resolution_digest.batch_id IN (3)
  AND rollup_of_attentions_counts_region_resolution_digest.month BETWEEN DATE '2024-03-01' AND DATE '2024-03-01'
GROUP BY rollup_of_attentions_counts_region_resolution_digest.region,
  rollup_of_attentions_counts_region_resolution_digest.resolution,
  date_format(rollup_of_attentions_counts_region_resolution_digest.month, '%Y-%m')
HAVING sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0;
