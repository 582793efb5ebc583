-- Takes sold seats from their order: back on sale ($4 = 0), or kept off it ($4 = 3). A seat that is not this order's any more is
-- left alone, so that doing it twice frees once.
-- In:  $1 performance, $2 seats, $3 order, $4 new status        Lock order: seats by index.
-- Out: index and fence of each seat freed.
WITH sold AS MATERIALIZED (
  SELECT s.seat_index
  FROM seats s
  WHERE s.performance_id = $1 AND s.seat_index = ANY ($2::int[]) AND s.status = 2 AND s.order_id = $3
  ORDER BY s.seat_index
  FOR UPDATE
)
UPDATE seats s
SET status = $4, hold_id = NULL, held_until = NULL, order_id = NULL, fence = s.fence + 1
FROM sold o
WHERE s.performance_id = $1 AND s.seat_index = o.seat_index
RETURNING s.seat_index, s.fence
