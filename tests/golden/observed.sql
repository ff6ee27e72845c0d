-- trafficking.cases; by region; 2024

-- from rows, sqlite

SELECT observations.territory_code,
  observations.member,
  observations.period_key,
  observations.period_from,
  observations.period_to,
  observations.value,
  observations.batch_id AS id
FROM observations
WHERE observations.indicator = 'trafficking.cases'
  AND observations.batch_id <= 7
  AND (observations.superseded_by IS NULL OR observations.superseded_by > 7)
ORDER BY observations.period_from NULLS FIRST,
  observations.territory_code,
  observations.member,
  observations.period_key;

-- from rows, postgresql

SELECT observations.territory_code,
  observations.member,
  observations.period_key,
  observations.period_from,
  observations.period_to,
  observations.value,
  observations.batch_id AS id
FROM observations
WHERE observations.indicator = 'trafficking.cases'
  AND observations.batch_id <= 7
  AND (observations.superseded_by IS NULL OR observations.superseded_by > 7)
ORDER BY observations.period_from NULLS FIRST,
  observations.territory_code,
  observations.member,
  observations.period_key;

-- from rows, trino

SELECT observations.territory_code,
  observations.member,
  observations.period_key,
  observations.period_from,
  observations.period_to,
  observations.value,
  observations.batch_id AS id
FROM observations
WHERE observations.indicator = 'trafficking.cases'
  AND observations.batch_id <= 7
  AND (observations.superseded_by IS NULL OR observations.superseded_by > 7)
ORDER BY observations.period_from NULLS FIRST,
  observations.territory_code,
  observations.member,
  observations.period_key;
