-- The seats of allotments by status. An expired hold counts as free: its seat is the allotment's again.
-- In:  allotments, now
SELECT s.allotment_id,
  count(*) FILTER (WHERE s.status = 3 OR (s.status = 1 AND s.held_until <= @now))::int AS free,
  count(*) FILTER (WHERE s.status = 1 AND s.held_until > @now)::int AS held,
  count(*) FILTER (WHERE s.status = 2)::int AS sold
FROM seats s
WHERE s.allotment_id = ANY (@allotments)
GROUP BY s.allotment_id
