-- Expires due holds and frees their seats. Instances can run it concurrently: SKIP LOCKED distributes the holds.
-- A hold with an order is not active: its order ends it. A seat taken by another hold after its expiry has another hold_id and stays
-- unchanged. A seat of an allotment returns to it.
-- Writes one fact to the outbox, in the same statement, whatever the number of holds and performances. See SeatsFact.
-- In:  now, holds_max, hold (only this one, or null)         Lock order: holds by expires_at (never waited for), then seats by index.
-- Out: one row per freed seat: performance, index, status, fence, owner, hold, its life; one row without a seat for a hold that had lost all its seats.
WITH due AS MATERIALIZED (
  SELECT h.id, h.performance_id, h.owner_hash, h.seats, h.expires_at - h.created_at AS held
  FROM holds h
  WHERE h.status = 'active' AND h.expires_at <= @now AND (@hold::uuid IS NULL OR h.id = @hold)
  ORDER BY h.expires_at
  LIMIT @holds_max
  FOR UPDATE SKIP LOCKED
), ended AS (
  UPDATE holds h SET status = 'expired' FROM due d WHERE h.id = d.id RETURNING h.id
), owned AS MATERIALIZED (
  SELECT s.performance_id, s.seat_index, d.id
  FROM due d
  CROSS JOIN LATERAL unnest(d.seats) AS i(seat_index)
  JOIN seats s ON s.performance_id = d.performance_id AND s.seat_index = i.seat_index
  WHERE s.hold_id = d.id AND s.status = 1
  ORDER BY s.performance_id, s.seat_index
  FOR UPDATE OF s
), freed AS (
  UPDATE seats s
  SET status = CASE WHEN s.allotment_id IS NULL THEN 0 ELSE 3 END, hold_id = NULL, held_until = NULL, order_id = NULL, fence = s.fence + 1
  FROM owned o
  WHERE s.performance_id = o.performance_id AND s.seat_index = o.seat_index
  RETURNING o.id, s.seat_index, s.status, s.fence
), publishing AS (
  INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, created_at)
  SELECT f.id, 'seats', f.id::text, 'seats.changed', f.payload, @now
  FROM (
    SELECT gen_random_uuid() AS id, jsonb_build_object(
      'performances', array_agg(c.performance_id), 'freed', array_agg(c.freed), 'expired', array_agg(c.holds)) AS payload
    FROM (
      SELECT d.performance_id, count(f.seat_index) AS freed, count(DISTINCT d.id) AS holds
      FROM due d
      LEFT JOIN freed f ON f.id = d.id
      GROUP BY d.performance_id
    ) c
    HAVING count(*) > 0
  ) f
)
SELECT d.performance_id, f.seat_index, f.status, f.fence, d.owner_hash, d.id AS hold_id, d.held
FROM due d
LEFT JOIN freed f ON f.id = d.id
ORDER BY d.performance_id
