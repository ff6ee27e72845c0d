-- budget.execution_share; by month; 2024

-- from rows, sqlite

SELECT (strftime('%Y-%m', budget_entries.month)) AS month,
  sum(budget_entries.amount_clp) FILTER (WHERE budget_entries.stage = 'accrued') AS part_0,
  sum(budget_entries.amount_clp) FILTER (WHERE budget_entries.stage = 'current') AS part_1,
  max(CASE WHEN (budget_entries.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM budget_entries
JOIN budget_lines ON budget_entries.line_code = budget_lines.code
WHERE budget_entries.batch_id <= 6
  AND (budget_entries.superseded_by IS NULL OR budget_entries.superseded_by > 6)
  AND budget_lines.currency = 'CLP'
  AND budget_entries.month BETWEEN '2024-01-01' AND '2024-12-31'
GROUP BY (strftime('%Y-%m', budget_entries.month));

-- from rows, postgresql

SELECT to_char(budget_entries.month, 'YYYY-MM') AS month,
  sum(budget_entries.amount_clp) FILTER (WHERE budget_entries.stage = 'accrued') AS part_0,
  sum(budget_entries.amount_clp) FILTER (WHERE budget_entries.stage = 'current') AS part_1,
  max(CASE WHEN (budget_entries.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM budget_entries
JOIN budget_lines ON budget_entries.line_code = budget_lines.code
WHERE budget_entries.batch_id <= 6
  AND (budget_entries.superseded_by IS NULL OR budget_entries.superseded_by > 6)
  AND budget_lines.currency = 'CLP'
  AND budget_entries.month BETWEEN '2024-01-01' AND '2024-12-31'
GROUP BY to_char(budget_entries.month, 'YYYY-MM');

-- from rows, trino

SELECT date_format(budget_entries.month, '%Y-%m') AS month,
  sum(budget_entries.amount_clp) FILTER (WHERE budget_entries.stage = 'accrued') AS part_0,
  sum(budget_entries.amount_clp) FILTER (WHERE budget_entries.stage = 'current') AS part_1,
  max(CASE WHEN (budget_entries.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM budget_entries
JOIN budget_lines ON budget_entries.line_code = budget_lines.code
WHERE budget_entries.batch_id <= 6
  AND (budget_entries.superseded_by IS NULL OR budget_entries.superseded_by > 6)
  AND budget_lines.currency = 'CLP'
  AND budget_entries.month BETWEEN DATE '2024-01-01' AND DATE '2024-12-31'
GROUP BY date_format(budget_entries.month, '%Y-%m');
