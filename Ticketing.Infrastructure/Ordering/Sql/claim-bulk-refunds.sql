-- Leases some waiting orders of running bulk refunds.
-- In:  now, until (the end of the lease), max
-- Out: job_id, order_id, attempts
UPDATE bulk_job_items i
SET attempts = i.attempts + 1, next_at = @until, updated_at = @now
FROM (
  SELECT b.job_id, b.order_id
  FROM bulk_job_items b
  JOIN bulk_jobs j ON j.id = b.job_id
  WHERE b.status = 'waiting' AND b.next_at <= @now AND j.status = 'running'
  ORDER BY b.next_at, b.job_id, b.order_id
  LIMIT @max
  FOR UPDATE OF b SKIP LOCKED
) AS c
WHERE i.job_id = c.job_id AND i.order_id = c.order_id
RETURNING i.job_id, i.order_id, i.attempts
