SELECT aggregate_id, max(sequence) AS sequence
FROM webhook_deliveries
WHERE aggregate_id = ANY (@aggregates)
GROUP BY aggregate_id
