-- Inserts a room's sample. Ignores a second one of the same second, from an instance with an expired lease.
-- In:  the table samples of RoomWorker, with one row
INSERT INTO waiting_room_samples
  (performance_id, at, arrived, waiting, admitted, no_shows, released, active, held, sold, per_minute, checkout_milliseconds)
SELECT performance_id, date_trunc('second', at), arrived, waiting, admitted, no_shows, released, active, held, sold, per_minute, checkout_milliseconds
FROM {{samples}} AS s
ON CONFLICT DO NOTHING
