-- Inserts payment events. A concurrent insert of the same event waits for the first transaction to end.
-- In:  now, and the table events: id, type, payload           Lock order: by id.
-- Out: the id of each new event.
INSERT INTO payment_events (id, type, payload, received_at, processed_at)
SELECT e.id, e.type, e.payload::jsonb, @now, @now
FROM {{events}} AS e
ORDER BY e.id
ON CONFLICT DO NOTHING
RETURNING id
