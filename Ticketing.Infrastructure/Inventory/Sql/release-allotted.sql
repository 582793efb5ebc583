-- Takes seats out of an allotment: blocked ones become available, held and sold ones keep their owners and are the public's afterwards.
-- In:  performance, allotment, seats (null: all of it)       Lock order: seats by index. Waits for locks: the result must be definite.
-- Out: index, status and fence of each seat that was in it.
WITH allotted AS MATERIALIZED (
  SELECT s.seat_index, s.status
  FROM seats s
  WHERE s.performance_id = @performance AND s.allotment_id = @allotment AND (@seats::int[] IS NULL OR s.seat_index = ANY (@seats::int[]))
  ORDER BY s.seat_index
  FOR UPDATE
)
UPDATE seats s
SET allotment_id = NULL, status = CASE WHEN o.status = 3 THEN 0 ELSE o.status END,
  fence = CASE WHEN o.status = 3 THEN s.fence + 1 ELSE s.fence END
FROM allotted o
WHERE s.performance_id = @performance AND s.seat_index = o.seat_index
RETURNING s.seat_index, s.status, s.fence
