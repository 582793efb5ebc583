-- What is known of performances before their seats are counted.
-- In:  performances
SELECT m.performance_id, coalesce(s.marks, 0) AS marks, coalesce(s.version, 0) AS version, s.due_at IS NOT NULL AS is_due, p.compiled_plan_id
FROM unnest(@performances::uuid[]) AS m(performance_id)
LEFT JOIN availability_performances s ON s.performance_id = m.performance_id
LEFT JOIN catalog_performances p ON p.id = m.performance_id
