-- Reads a room's samples: the last one per interval, since the values are totals or states.
-- In:  performance, span (how far back), width (of an interval)
SELECT DISTINCT ON (date_bin(@width, at, 'epoch'))
  at, arrived, waiting, admitted, no_shows, released, active, held, sold, per_minute, checkout_milliseconds
FROM waiting_room_samples
WHERE performance_id = @performance AND at > now() - @span::interval
ORDER BY date_bin(@width, at, 'epoch'), at DESC
