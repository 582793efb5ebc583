-- Marks performances as due: at once, or so long after their last count that a peak is one count a pause. A performance that is due stays
-- so, but a count that is running now does not end it.
-- In:  performances, pause                                   Lock order: by performance.
INSERT INTO availability_performances AS s (performance_id, due_at)
SELECT m.performance_id, clock_timestamp()
FROM unnest(@performances::uuid[]) AS m(performance_id)
ORDER BY m.performance_id
ON CONFLICT (performance_id) DO UPDATE
SET marks = s.marks + 1,
  due_at = coalesce(s.due_at, greatest(clock_timestamp(), coalesce(s.counted_at + make_interval(secs => @pause), clock_timestamp())))
