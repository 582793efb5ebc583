-- Releases an active hold, for its owner only. Seats of an allotment return to it.
-- Writes one fact to the outbox, in the same statement. See SeatsFact.
-- In:  hold, owner, now                                      Lock order: the hold, then its seats by index.
-- Out: one row per freed seat: performance, index, status, fence; one row without a seat if the hold had lost them; no row: the owner has no such
--      active hold.
WITH ending AS MATERIALIZED (
  SELECT h.id, h.performance_id, h.seats FROM holds h WHERE h.id = @hold AND h.owner_hash = @owner AND h.status = 'active' FOR UPDATE
), ended AS (
  UPDATE holds h SET status = 'released' FROM ending e WHERE h.id = e.id RETURNING h.id
), owned AS MATERIALIZED (
  SELECT s.performance_id, s.seat_index, e.id
  FROM ending e
  CROSS JOIN LATERAL unnest(e.seats) AS i(seat_index)
  JOIN seats s ON s.performance_id = e.performance_id AND s.seat_index = i.seat_index
  WHERE s.hold_id = e.id AND s.status = 1
  ORDER BY s.seat_index
  FOR UPDATE OF s
), freed AS (
  UPDATE seats s
  SET status = CASE WHEN s.allotment_id IS NULL THEN 0 ELSE 3 END, hold_id = NULL, held_until = NULL, order_id = NULL, fence = s.fence + 1
  FROM owned o
  WHERE s.performance_id = o.performance_id AND s.seat_index = o.seat_index
  RETURNING o.id, s.seat_index, s.status, s.fence
), publishing AS (
  INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, created_at)
  SELECT f.id, 'seats', f.id::text, 'seats.changed',
    jsonb_build_object('performances', ARRAY[f.performance_id], 'freed', ARRAY[f.freed], 'released', ARRAY[1]), @now
  FROM (SELECT gen_random_uuid() AS id, e.performance_id, (SELECT count(*) FROM freed) AS freed FROM ending e) f
)
SELECT e.performance_id, f.seat_index, f.status, f.fence FROM ending e LEFT JOIN freed f ON f.id = e.id
