-- By the primary key: the ids of facts are UUIDv7, which begin with their time.
DELETE FROM webhook_deliveries d USING (
  SELECT o.endpoint_id, o.fact_id
  FROM webhook_endpoints e CROSS JOIN LATERAL (
    SELECT endpoint_id, fact_id FROM webhook_deliveries
    WHERE endpoint_id = e.id AND fact_id < @before
    ORDER BY fact_id LIMIT @max) AS o
  LIMIT @max) AS old
WHERE d.endpoint_id = old.endpoint_id AND d.fact_id = old.fact_id
