-- Sells the seats of a hold to its order, all or none.
-- In:  performance, seats, hold, order, now                  Lock order: seats by index. Waits for locks: the result must be definite.
-- Out: index, status and fence of each sold seat; no row: the hold has lost a seat or has expired.
WITH owned AS MATERIALIZED (
  SELECT s.seat_index
  FROM seats s
  WHERE s.performance_id = @performance AND s.seat_index = ANY (@seats::int[])
      AND s.status = 1 AND s.hold_id = @hold AND s.held_until > @now
  ORDER BY s.seat_index
  FOR UPDATE
)
UPDATE seats s
SET status = 2, hold_id = NULL, held_until = NULL, order_id = @order, fence = s.fence + 1
FROM owned o
WHERE s.performance_id = @performance AND s.seat_index = o.seat_index AND (SELECT count(*) FROM owned) = cardinality(@seats::int[])
RETURNING s.seat_index, s.status, s.fence
