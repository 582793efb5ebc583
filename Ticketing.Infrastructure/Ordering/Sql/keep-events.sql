-- Keeps what the provider has told. The same event at another instance waits here for the end of the first one's transaction.
-- In:  now, and the table events: id, type, payload           Lock order: by id.
-- Out: the id of each that was not there yet.
INSERT INTO payment_events (id, type, payload, received_at, processed_at)
SELECT e.id, e.type, e.payload::jsonb, @now, @now
FROM {{events}} AS e
ORDER BY e.id
ON CONFLICT DO NOTHING
RETURNING id
