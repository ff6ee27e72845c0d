-- plan.axis_share; by axis; 2024

-- from rows, sqlite

SELECT measures.axis_number AS axis,
  count(*) FILTER (WHERE measures.axis_number IS NOT NULL) AS part_0,
  max(CASE WHEN (measures.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM measures
LEFT OUTER JOIN (SELECT progress_reports.measure_code AS measure_code, progress_reports.status AS status, progress_reports.progress_percent AS progress_percent, progress_reports.cut_on AS cut_on, row_number() OVER (PARTITION BY progress_reports.measure_code ORDER BY progress_reports.cut_on DESC) AS rank FROM progress_reports WHERE progress_reports.batch_id <= 5 AND (progress_reports.superseded_by IS NULL OR progress_reports.superseded_by > 5) AND progress_reports.cut_on <= '2024-12-31') AS ranked_reports ON ranked_reports.measure_code = measures.code
  AND ranked_reports.rank = 1
LEFT OUTER JOIN (SELECT measure_bodies.measure_code AS measure_code, min(measure_bodies.undersecretariat_code) AS undersecretariat_code FROM measure_bodies WHERE measure_bodies.batch_id <= 5 AND (measure_bodies.superseded_by IS NULL OR measure_bodies.superseded_by > 5) AND measure_bodies.role = 'lead' GROUP BY measure_bodies.measure_code) AS lead_bodies ON lead_bodies.measure_code = measures.code
LEFT OUTER JOIN undersecretariats ON undersecretariats.code = lead_bodies.undersecretariat_code
WHERE measures.batch_id <= 5
  AND (measures.superseded_by IS NULL OR measures.superseded_by > 5)
GROUP BY measures.axis_number;

-- from rows, postgresql

SELECT measures.axis_number AS axis,
  count(*) FILTER (WHERE measures.axis_number IS NOT NULL) AS part_0,
  max(CASE WHEN (measures.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM measures
LEFT OUTER JOIN (SELECT progress_reports.measure_code AS measure_code, progress_reports.status AS status, progress_reports.progress_percent AS progress_percent, progress_reports.cut_on AS cut_on, row_number() OVER (PARTITION BY progress_reports.measure_code ORDER BY progress_reports.cut_on DESC) AS rank FROM progress_reports WHERE progress_reports.batch_id <= 5 AND (progress_reports.superseded_by IS NULL OR progress_reports.superseded_by > 5) AND progress_reports.cut_on <= '2024-12-31') AS ranked_reports ON ranked_reports.measure_code = measures.code
  AND ranked_reports.rank = 1
LEFT OUTER JOIN (SELECT measure_bodies.measure_code AS measure_code, min(measure_bodies.undersecretariat_code) AS undersecretariat_code FROM measure_bodies WHERE measure_bodies.batch_id <= 5 AND (measure_bodies.superseded_by IS NULL OR measure_bodies.superseded_by > 5) AND measure_bodies.role = 'lead' GROUP BY measure_bodies.measure_code) AS lead_bodies ON lead_bodies.measure_code = measures.code
LEFT OUTER JOIN undersecretariats ON undersecretariats.code = lead_bodies.undersecretariat_code
WHERE measures.batch_id <= 5
  AND (measures.superseded_by IS NULL OR measures.superseded_by > 5)
GROUP BY measures.axis_number;

-- from rows, trino

SELECT measures.axis_number AS axis,
  count(*) FILTER (WHERE measures.axis_number IS NOT NULL) AS part_0,
  max(CASE WHEN (measures.batch_id IN (SELECT load_batches.id FROM load_batches WHERE load_batches.data_kind = 'demonstration')) THEN 1 ELSE 0 END) AS demonstration
FROM measures
LEFT OUTER JOIN (SELECT progress_reports.measure_code AS measure_code, progress_reports.status AS status, progress_reports.progress_percent AS progress_percent, progress_reports.cut_on AS cut_on, row_number() OVER (PARTITION BY progress_reports.measure_code ORDER BY progress_reports.cut_on DESC) AS rank FROM progress_reports WHERE progress_reports.batch_id <= 5 AND (progress_reports.superseded_by IS NULL OR progress_reports.superseded_by > 5) AND progress_reports.cut_on <= DATE '2024-12-31') AS ranked_reports ON ranked_reports.measure_code = measures.code
  AND ranked_reports.rank = 1
LEFT OUTER JOIN (SELECT measure_bodies.measure_code AS measure_code, min(measure_bodies.undersecretariat_code) AS undersecretariat_code FROM measure_bodies WHERE measure_bodies.batch_id <= 5 AND (measure_bodies.superseded_by IS NULL OR measure_bodies.superseded_by > 5) AND measure_bodies.role = 'lead' GROUP BY measure_bodies.measure_code) AS lead_bodies ON lead_bodies.measure_code = measures.code
LEFT OUTER JOIN undersecretariats ON undersecretariats.code = lead_bodies.undersecretariat_code
WHERE measures.batch_id <= 5
  AND (measures.superseded_by IS NULL OR measures.superseded_by > 5)
GROUP BY measures.axis_number;
