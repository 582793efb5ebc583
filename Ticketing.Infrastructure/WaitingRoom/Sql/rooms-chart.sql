-- Reads a room's samples. Of each width the last sample counts: the numbers are sums, or states.
-- In:  performance, span (how far back), width (of a point)
SELECT DISTINCT ON (date_bin(@width, at, 'epoch'))
  at, arrived, waiting, admitted, no_shows, released, active, held, sold, per_minute, checkout_milliseconds
FROM waiting_room_samples
WHERE performance_id = @performance AND at > now() - @span::interval
ORDER BY date_bin(@width, at, 'epoch'), at DESC
