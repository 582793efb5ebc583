-- Sells the seats of a hold to its order, all or none.
-- In:  $1 performance, $2 seats, $3 hold, $4 order, $5 now      Lock order: seats by index. Waits: the answer must be definite.
-- Out: index and fence of each seat sold; no row: at least one seat is not this hold's any more, or its time is up.
WITH owned AS MATERIALIZED (
  SELECT s.seat_index
  FROM seats s
  WHERE s.performance_id = $1 AND s.seat_index = ANY ($2::int[]) AND s.status = 1 AND s.hold_id = $3 AND s.held_until > $5
  ORDER BY s.seat_index
  FOR UPDATE
)
UPDATE seats s
SET status = 2, hold_id = NULL, held_until = NULL, order_id = $4, fence = s.fence + 1
FROM owned o
WHERE s.performance_id = $1 AND s.seat_index = o.seat_index AND (SELECT count(*) FROM owned) = cardinality($2::int[])
RETURNING s.seat_index, s.fence
