-- Takes seats that nobody owns for an order that was paid after its hold was gone, all or none.
-- In:  $1 performance, $2 seats, $3 order, $4 now               Lock order: seats by index. Waits: the answer must be definite.
-- Out: index and fence of each seat sold; no row: at least one seat has another owner.
WITH unowned AS MATERIALIZED (
  SELECT s.seat_index
  FROM seats s
  WHERE s.performance_id = $1 AND s.seat_index = ANY ($2::int[]) AND (s.status = 0 OR (s.status = 1 AND s.held_until <= $4))
  ORDER BY s.seat_index
  FOR UPDATE
)
UPDATE seats s
SET status = 2, hold_id = NULL, held_until = NULL, order_id = $3, fence = s.fence + 1
FROM unowned o
WHERE s.performance_id = $1 AND s.seat_index = o.seat_index AND (SELECT count(*) FROM unowned) = cardinality($2::int[])
RETURNING s.seat_index, s.fence
