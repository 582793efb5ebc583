-- Ends running bulk refunds without waiting orders.
-- In:  now
UPDATE bulk_jobs j
SET status = 'done', ended_at = @now
WHERE j.status = 'running' AND NOT EXISTS (SELECT 1 FROM bulk_job_items b WHERE b.job_id = j.id AND b.status = 'waiting')
