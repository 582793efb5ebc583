-- Sets seats aside for an allotment, all or none: free ones (expired holds included) and such that are blocked already. They are blocked for
-- the public in the same statement, so that no hold can come in between.
-- In:  performance, seats, allotment, now                    Lock order: seats by index. Waits for locks: the result must be definite.
-- Out: index, status and fence of each seat; no row: at least one is held, sold, or of an allotment.
WITH unowned AS MATERIALIZED (
  SELECT s.seat_index
  FROM seats s
  WHERE s.performance_id = @performance AND s.seat_index = ANY (@seats::int[]) AND s.allotment_id IS NULL
    AND (s.status IN (0, 3) OR (s.status = 1 AND s.held_until <= @now))
  ORDER BY s.seat_index
  FOR UPDATE
)
UPDATE seats s
SET status = 3, hold_id = NULL, held_until = NULL, order_id = NULL, allotment_id = @allotment, fence = s.fence + 1
FROM unowned o
WHERE s.performance_id = @performance AND s.seat_index = o.seat_index AND (SELECT count(*) FROM unowned) = cardinality(@seats::int[])
RETURNING s.seat_index, s.status, s.fence
