-- Keeps what the provider has told. The same event at another instance waits here for the end of the first one's transaction.
-- In:  $1 now, $2 id, $3 type, $4 payload                       Lock order: by id.
-- Out: the id of each that was not there yet.
INSERT INTO payment_events (id, type, payload, received_at, processed_at)
SELECT e.id, e.type, e.payload::jsonb, $1, $1
FROM unnest($2::text[], $3::text[], $4::text[]) AS e(id, type, payload)
ORDER BY e.id
ON CONFLICT DO NOTHING
RETURNING id
