-- Assigns an active hold to its order, or moves the expiry of the order's hold. All seats or none.
-- In:  hold, order, now, until                               Lock order: the hold, then its seats by index.
-- Out: the hold's id; no row: it has expired, has another order, or has lost a seat.
WITH live AS MATERIALIZED (
  SELECT h.id, h.performance_id, h.seats
  FROM holds h
  WHERE h.id = @hold AND ((h.status = 'active' AND h.expires_at > @now) OR (h.status = 'ordered' AND h.order_id = @order))
  FOR UPDATE
), owned AS MATERIALIZED (
  SELECT s.performance_id, s.seat_index
  FROM live a
  CROSS JOIN LATERAL unnest(a.seats) AS i(seat_index)
  JOIN seats s ON s.performance_id = a.performance_id AND s.seat_index = i.seat_index
  WHERE s.hold_id = a.id AND s.status = 1
  ORDER BY s.seat_index
  FOR UPDATE OF s
), kept AS (
  UPDATE seats s
  SET held_until = @until
  FROM owned o
  WHERE s.performance_id = o.performance_id AND s.seat_index = o.seat_index
    AND (SELECT count(*) FROM owned) = (SELECT cardinality(a.seats) FROM live a)
  RETURNING s.seat_index
)
UPDATE holds h
SET status = 'ordered', order_id = @order, expires_at = @until
FROM live a
WHERE h.id = a.id AND cardinality(a.seats) > 0 AND (SELECT count(*) FROM kept) = cardinality(a.seats)
RETURNING h.id
