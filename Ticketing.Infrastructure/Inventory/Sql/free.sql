-- Takes sold seats from their order: back on sale (status 0), or kept off it (status 3). A seat that is not this order's any more is
-- left alone, so that doing it twice frees once.
-- In:  performance, seats, order, status                     Lock order: seats by index.
-- Out: index and fence of each seat freed.
WITH sold AS MATERIALIZED (
  SELECT s.seat_index
  FROM seats s
  WHERE s.performance_id = @performance AND s.seat_index = ANY (@seats::int[]) AND s.status = 2 AND s.order_id = @order
  ORDER BY s.seat_index
  FOR UPDATE
)
UPDATE seats s
SET status = @status, hold_id = NULL, held_until = NULL, order_id = NULL, fence = s.fence + 1
FROM sold o
WHERE s.performance_id = @performance AND s.seat_index = o.seat_index
RETURNING s.seat_index, s.fence
