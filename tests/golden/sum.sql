-- field_operations.people; by region; 2024

-- from rows, sqlite

SELECT field_operations.unit_code AS region,
  sum(field_operations.people_attended) AS part_0,
  max(CASE WHEN (field_operations.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM field_operations
WHERE field_operations.batch_id <= 4
  AND (field_operations.superseded_by IS NULL OR field_operations.superseded_by > 4)
  AND field_operations.held_on BETWEEN '2024-01-01' AND '2024-12-31'
GROUP BY field_operations.unit_code;

-- from rows, postgresql

SELECT field_operations.unit_code AS region,
  sum(field_operations.people_attended) AS part_0,
  max(CASE WHEN (field_operations.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM field_operations
WHERE field_operations.batch_id <= 4
  AND (field_operations.superseded_by IS NULL OR field_operations.superseded_by > 4)
  AND field_operations.held_on BETWEEN '2024-01-01' AND '2024-12-31'
GROUP BY field_operations.unit_code;

-- from rows, trino

SELECT field_operations.unit_code AS region,
  sum(field_operations.people_attended) AS part_0,
  max(CASE WHEN (field_operations.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM field_operations
WHERE field_operations.batch_id <= 4
  AND (field_operations.superseded_by IS NULL OR field_operations.superseded_by > 4)
  AND field_operations.held_on BETWEEN DATE '2024-01-01' AND DATE '2024-12-31'
GROUP BY field_operations.unit_code;

-- from a roll-up, sqlite

SELECT rollup_of_field_operations_counts_region_digest.region AS region,
  CAST(sum(rollup_of_field_operations_counts_region_digest.part_0) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_field_operations_counts_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_field_operations_counts_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_field_operations_counts_region_digest
WHERE rollup_of_field_operations_counts_region_digest.batch_id IN (4)
  AND rollup_of_field_operations_counts_region_digest.month BETWEEN '2024-01-01' AND '2024-12-01'
GROUP BY rollup_of_field_operations_counts_region_digest.region
HAVING sum(rollup_of_field_operations_counts_region_digest.rows) > 0;

-- from a roll-up, postgresql

SELECT rollup_of_field_operations_counts_region_digest.region AS region,
  CAST(sum(rollup_of_field_operations_counts_region_digest.part_0) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_field_operations_counts_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_field_operations_counts_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_field_operations_counts_region_digest
WHERE rollup_of_field_operations_counts_region_digest.batch_id IN (4)
  AND rollup_of_field_operations_counts_region_digest.month BETWEEN '2024-01-01' AND '2024-12-01'
GROUP BY rollup_of_field_operations_counts_region_digest.region
HAVING sum(rollup_of_field_operations_counts_region_digest.rows) > 0;

-- from a roll-up, trino

SELECT rollup_of_field_operations_counts_region_digest.region AS region,
  CAST(sum(rollup_of_field_operations_counts_region_digest.part_0) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_field_operations_counts_region_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_field_operations_counts_region_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_field_operations_counts_region_digest
WHERE rollup_of_field_operations_counts_region_digest.batch_id IN (4)
  AND rollup_of_field_operations_counts_region_digest.month BETWEEN DATE '2024-01-01' AND DATE '2024-12-01'
GROUP BY rollup_of_field_operations_counts_region_digest.region
HAVING sum(rollup_of_field_operations_counts_region_digest.rows) > 0;
