-- Claims due deliveries of active endpoints, at most @per_endpoint at once an endpoint, in all instances together. The endpoint's row is
-- locked meanwhile, so that only one instance counts its running deliveries. A running delivery's next_at is the end of its lease; after
-- that it is due again. The UPDATE checks next_at once more: its snapshot may be older than another instance's claim.
WITH receiver AS (
  SELECT e.id, e.url, e.secret, e.failing_since, CASE WHEN e.previous_secret_until > @now THEN e.previous_secret END AS previous_secret,
    (SELECT count(*) FROM webhook_deliveries r
      WHERE r.endpoint_id = e.id AND r.next_at > @now AND r.next_at <= @lease AND r.is_leased) AS running
  FROM webhook_endpoints e
  WHERE e.status = 'active' AND EXISTS (SELECT FROM webhook_deliveries d WHERE d.endpoint_id = e.id AND d.next_at <= @now)
  ORDER BY random()
  FOR NO KEY UPDATE SKIP LOCKED
), due AS MATERIALIZED (
  SELECT receiver.id AS endpoint_id, ready.fact_id, receiver.url, receiver.secret, receiver.previous_secret, receiver.failing_since
  FROM receiver CROSS JOIN LATERAL (
    SELECT d.fact_id FROM webhook_deliveries d
    WHERE d.endpoint_id = receiver.id AND d.next_at <= @now
    ORDER BY d.next_at, d.fact_id
    LIMIT greatest(0, @per_endpoint - receiver.running)
    FOR UPDATE SKIP LOCKED) AS ready
  LIMIT @max
)
UPDATE webhook_deliveries d SET attempts = d.attempts + 1, next_at = @lease, is_leased = true
FROM due
WHERE d.endpoint_id = due.endpoint_id AND d.fact_id = due.fact_id AND d.next_at <= @now
RETURNING d.endpoint_id, d.fact_id, d.type, d.body, d.attempts, due.url, due.secret, due.previous_secret, due.failing_since
