-- Sells available seats to an order that was paid after its hold had expired, all or none.
-- In:  performance, seats, order, now                        Lock order: seats by index. Waits for locks: the result must be definite.
-- Out: index, status and fence of each sold seat; no row: at least one seat has another owner, or is of an allotment.
WITH unowned AS MATERIALIZED (
  SELECT s.seat_index
  FROM seats s
  WHERE s.performance_id = @performance AND s.seat_index = ANY (@seats::int[])
      AND (s.status = 0 OR (s.status = 1 AND s.held_until <= @now AND s.allotment_id IS NULL))
  ORDER BY s.seat_index
  FOR UPDATE
)
UPDATE seats s
SET status = 2, hold_id = NULL, held_until = NULL, order_id = @order, fence = s.fence + 1
FROM unowned o
WHERE s.performance_id = @performance AND s.seat_index = o.seat_index AND (SELECT count(*) FROM unowned) = cardinality(@seats::int[])
RETURNING s.seat_index, s.status, s.fence
