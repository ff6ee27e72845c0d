-- attention.records_per_1000_residents; by region; 2024

-- from rows, sqlite

SELECT attentions.unit_code AS region,
  count(*) AS part_0,
  max(CASE WHEN (attentions.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM attentions
WHERE attentions.batch_id <= 3
  AND (attentions.superseded_by IS NULL OR attentions.superseded_by > 3)
  AND attentions.attended_on BETWEEN '2024-01-01' AND '2024-12-31'
GROUP BY attentions.unit_code;

SELECT observations.territory_code,
  observations.member,
  observations.period_key,
  observations.period_from,
  observations.period_to,
  observations.value,
  observations.batch_id AS id
FROM observations
WHERE observations.indicator = 'population.foreign_residents'
  AND observations.batch_id <= 7
  AND (observations.superseded_by IS NULL OR observations.superseded_by > 7)
ORDER BY observations.period_from NULLS FIRST,
  observations.territory_code,
  observations.member,
  observations.period_key;

-- from rows, postgresql

SELECT attentions.unit_code AS region,
  count(*) AS part_0,
  max(CASE WHEN (attentions.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM attentions
WHERE attentions.batch_id <= 3
  AND (attentions.superseded_by IS NULL OR attentions.superseded_by > 3)
  AND attentions.attended_on BETWEEN '2024-01-01' AND '2024-12-31'
GROUP BY attentions.unit_code;

SELECT observations.territory_code,
  observations.member,
  observations.period_key,
  observations.period_from,
  observations.period_to,
  observations.value,
  observations.batch_id AS id
FROM observations
WHERE observations.indicator = 'population.foreign_residents'
  AND observations.batch_id <= 7
  AND (observations.superseded_by IS NULL OR observations.superseded_by > 7)
ORDER BY observations.period_from NULLS FIRST,
  observations.territory_code,
  observations.member,
  observations.period_key;

-- from rows, trino

SELECT attentions.unit_code AS region,
  count(*) AS part_0,
  max(CASE WHEN (attentions.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM attentions
WHERE attentions.batch_id <= 3
  AND (attentions.superseded_by IS NULL OR attentions.superseded_by > 3)
  AND attentions.attended_on BETWEEN DATE '2024-01-01' AND DATE '2024-12-31'
GROUP BY attentions.unit_code;

SELECT observations.territory_code,
  observations.member,
  observations.period_key,
  observations.period_from,
  observations.period_to,
  observations.value,
  observations.batch_id AS id
FROM observations
WHERE observations.indicator = 'population.foreign_residents'
  AND observations.batch_id <= 7
  AND (observations.superseded_by IS NULL OR observations.superseded_by > 7)
ORDER BY observations.period_from NULLS FIRST,
  observations.territory_code,
  observations.member,
  observations.period_key;

-- from a roll-up, sqlite

SELECT rollup_of_attentions_counts_region_resolution_digest.region AS region,
  CAST(sum(rollup_of_attentions_counts_region_resolution_digest.part_1) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_attentions_counts_region_resolution_digest
WHERE rollup_of_attentions_counts_region_resolution_digest.batch_id IN (3)
  AND rollup_of_attentions_counts_region_resolution_digest.month BETWEEN '2024-01-01' AND '2024-12-01'
GROUP BY rollup_of_attentions_counts_region_resolution_digest.region
HAVING sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0;

SELECT observations.territory_code,
  observations.member,
  observations.period_key,
  observations.period_from,
  observations.period_to,
  observations.value,
  observations.batch_id AS id
FROM observations
WHERE observations.indicator = 'population.foreign_residents'
  AND observations.batch_id <= 7
  AND (observations.superseded_by IS NULL OR observations.superseded_by > 7)
ORDER BY observations.period_from NULLS FIRST,
  observations.territory_code,
  observations.member,
  observations.period_key;

-- from a roll-up, postgresql

SELECT rollup_of_attentions_counts_region_resolution_digest.region AS region,
  CAST(sum(rollup_of_attentions_counts_region_resolution_digest.part_1) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_attentions_counts_region_resolution_digest
WHERE rollup_of_attentions_counts_region_resolution_digest.batch_id IN (3)
  AND rollup_of_attentions_counts_region_resolution_digest.month BETWEEN '2024-01-01' AND '2024-12-01'
GROUP BY rollup_of_attentions_counts_region_resolution_digest.region
HAVING sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0;

SELECT observations.territory_code,
  observations.member,
  observations.period_key,
  observations.period_from,
  observations.period_to,
  observations.value,
  observations.batch_id AS id
FROM observations
WHERE observations.indicator = 'population.foreign_residents'
  AND observations.batch_id <= 7
  AND (observations.superseded_by IS NULL OR observations.superseded_by > 7)
ORDER BY observations.period_from NULLS FIRST,
  observations.territory_code,
  observations.member,
  observations.period_key;

-- from a roll-up, trino

SELECT rollup_of_attentions_counts_region_resolution_digest.region AS region,
  CAST(sum(rollup_of_attentions_counts_region_resolution_digest.part_1) AS BIGINT) AS part_0,
  CASE WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.demonstration_rows) > 0) THEN 1 WHEN (sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0) THEN 0 END AS demonstration
FROM rollup_of_attentions_counts_region_resolution_digest
WHERE rollup_of_attentions_counts_region_resolution_digest.batch_id IN (3)
  AND rollup_of_attentions_counts_region_resolution_digest.month BETWEEN DATE '2024-01-01' AND DATE '2024-12-01'
GROUP BY rollup_of_attentions_counts_region_resolution_digest.region
HAVING sum(rollup_of_attentions_counts_region_resolution_digest.rows) > 0;

SELECT observations.territory_code,
  observations.member,
  observations.period_key,
  observations.period_from,
  observations.period_to,
  observations.value,
  observations.batch_id AS id
FROM observations
WHERE observations.indicator = 'population.foreign_residents'
  AND observations.batch_id <= 7
  AND (observations.superseded_by IS NULL OR observations.superseded_by > 7)
ORDER BY observations.period_from NULLS FIRST,
  observations.territory_code,
  observations.member,
  observations.period_key;
