INSERT INTO webhook_deliveries (endpoint_id, fact_id, type, aggregate_id, sequence, body, created_at, attempts, next_at, is_leased)
SELECT endpoint_id, fact_id, type, aggregate_id, sequence, body, created_at, 0, next_at, false
FROM {{deliveries}}
ON CONFLICT (endpoint_id, fact_id) DO NOTHING
