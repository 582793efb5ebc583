-- Frees (status 0) or blocks (status 3) seats sold to an order. Seats that the order does not own stay unchanged, so that a repeat frees
-- nothing. A seat of an allotment returns to it: it is blocked for the public, whatever the status asked for.
-- In:  performance, seats, order, status                     Lock order: seats by index.
-- Out: index, status and fence of each changed seat.
WITH sold AS MATERIALIZED (
  SELECT s.seat_index
  FROM seats s
  WHERE s.performance_id = @performance AND s.seat_index = ANY (@seats::int[]) AND s.status = 2 AND s.order_id = @order
  ORDER BY s.seat_index
  FOR UPDATE
)
UPDATE seats s
SET status = CASE WHEN s.allotment_id IS NULL THEN @status ELSE 3 END, hold_id = NULL, held_until = NULL, order_id = NULL, fence = s.fence + 1
FROM sold o
WHERE s.performance_id = @performance AND s.seat_index = o.seat_index
RETURNING s.seat_index, s.status, s.fence
