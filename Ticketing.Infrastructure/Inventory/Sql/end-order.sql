-- Ends a hold without a paid order and frees the seats that it still owns. Those of an allotment return to it.
-- In:  hold, status (the new one)                             Lock order: the hold, then its seats by index.
-- Out: index, status and fence of each freed seat.
WITH ending AS MATERIALIZED (
  SELECT h.id, h.performance_id, h.seats FROM holds h WHERE h.id = @hold AND h.status IN ('active', 'ordered') FOR UPDATE
), ended AS (
  UPDATE holds h SET status = @status FROM ending e WHERE h.id = e.id RETURNING h.id
), owned AS MATERIALIZED (
  SELECT s.performance_id, s.seat_index
  FROM ending e
  CROSS JOIN LATERAL unnest(e.seats) AS i(seat_index)
  JOIN seats s ON s.performance_id = e.performance_id AND s.seat_index = i.seat_index
  WHERE s.hold_id = e.id AND s.status = 1
  ORDER BY s.seat_index
  FOR UPDATE OF s
)
UPDATE seats s
SET status = CASE WHEN s.allotment_id IS NULL THEN 0 ELSE 3 END, hold_id = NULL, held_until = NULL, order_id = NULL, fence = s.fence + 1
FROM owned o
WHERE s.performance_id = o.performance_id AND s.seat_index = o.seat_index
RETURNING s.seat_index, s.status, s.fence
