-- Replaces the counts of performances, each unless another count of it was written meanwhile: that one may be newer. A performance that was
-- marked meanwhile stays due.
-- In:  pause, and the tables of AvailabilityCounter:
--     looks      performance_id, marks, version                (as they were before the seats were read)
--     counts     performance_id, section, category, free, held, sold, blocked
-- Out: each performance that was written.                                                                 Lock order: by performance.
WITH look AS MATERIALIZED (
  SELECT * FROM {{looks}} AS l
), counted AS MATERIALIZED (
  SELECT * FROM {{counts}} AS c
), kept AS MATERIALIZED (
  SELECT s.performance_id, s.marks = l.marks AS is_last
  FROM look l
  JOIN availability_performances s ON s.performance_id = l.performance_id
  WHERE s.version = l.version
  ORDER BY s.performance_id
  FOR UPDATE OF s
), noted AS (
  UPDATE availability_performances s
  SET version = s.version + 1, counted_at = clock_timestamp(),
    due_at = CASE WHEN k.is_last THEN NULL ELSE clock_timestamp() + make_interval(secs => @pause) END
  FROM kept k
  WHERE s.performance_id = k.performance_id
), removed AS (
  DELETE FROM availability a
  USING kept k
  WHERE a.performance_id = k.performance_id AND NOT EXISTS (
    SELECT FROM counted c WHERE c.performance_id = a.performance_id AND c.section = a.section AND c.category = a.category)
), written AS (
  INSERT INTO availability AS a (performance_id, section, category, free, held, sold, blocked)
  SELECT c.performance_id, c.section, c.category, c.free, c.held, c.sold, c.blocked
  FROM counted c
  JOIN kept k ON k.performance_id = c.performance_id
  ON CONFLICT (performance_id, section, category) DO UPDATE
  SET free = excluded.free, held = excluded.held, sold = excluded.sold, blocked = excluded.blocked
  WHERE (a.free, a.held, a.sold, a.blocked) <> (excluded.free, excluded.held, excluded.sold, excluded.blocked)
)
SELECT k.performance_id FROM kept k
