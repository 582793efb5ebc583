-- Creates new holds of named seats: the common case, without hold.sql's additions to a hold, removals, and places.
-- Each hold is all or nothing, independently of the others.
--
-- A seat is held once, because its row is locked and its status is checked again after the lock (READ COMMITTED re-checks the WHERE on
-- the newest version). SKIP LOCKED never waits for seats, so their order does not matter. An expired seat counts as available, swept or
-- not, unless it is of an allotment. Owners with a hold and repeated requests violate a unique index and get nothing here: the caller runs them with hold.sql.
--
-- Writes one fact to the outbox, in the same statement: none is lost, and a batch costs one row. See SeatsFact.
--
-- In: now, and the tables of NewHoldsStatement:
--     holds      id, performance_id, owner_hash, user_id or null, expires_at, expires_hard_at, count (of seats), seats, tiers, prices,
--                fees (array literals), request_id or null, request_hash
--     seats      id (of the hold), performance_id, seat_index              (no seat and no owner twice in a batch)
-- Out: hold, index, fence of each held seat. For each unavailable seat: hold, index, its holder, and -1 (taken), -2 (only locked) or -3
--      (its owner has a hold already, or the request is a repeat: run hold.sql). A hold without rows: run hold.sql.
WITH request AS MATERIALIZED (
  SELECT *
  FROM {{holds}} AS r
), wanted AS MATERIALIZED (
  SELECT * FROM {{seats}} AS w
), named AS MATERIALIZED (
  SELECT w.id, w.performance_id, w.seat_index
  FROM wanted w
  JOIN seats s ON s.performance_id = w.performance_id AND s.seat_index = w.seat_index
  WHERE s.status = 0 OR (s.status = 1 AND s.held_until <= @now AND s.allotment_id IS NULL)
  FOR UPDATE OF s SKIP LOCKED
), made AS (
  -- Ordered by owner, so that concurrent batches cannot deadlock on a unique index.
  INSERT INTO holds (id, performance_id, owner_hash, user_id, status, seats, tiers, prices, fees, created_at, expires_at, expires_hard_at,
    extended, request_id, request_hash)
  SELECT r.id, r.performance_id, r.owner_hash, r.user_id, 'active', r.seats::int[], r.tiers::smallint[], r.prices::bigint[],
    r.fees::bigint[], @now, r.expires_at, r.expires_hard_at, false, r.request_id, r.request_hash
  FROM request r
  JOIN (SELECT id, count(*) AS gained FROM named GROUP BY id) n ON n.id = r.id AND n.gained = r.count
  ORDER BY r.owner_hash
  ON CONFLICT DO NOTHING
  RETURNING id, expires_at
), held AS (
  UPDATE seats s
  SET status = 1, hold_id = m.id, held_until = m.expires_at, order_id = NULL, fence = s.fence + 1
  FROM named n
  JOIN made m ON m.id = n.id
  WHERE s.performance_id = n.performance_id AND s.seat_index = n.seat_index
  RETURNING m.id, s.performance_id, s.seat_index, s.fence
), publishing AS (
  INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, created_at)
  SELECT f.id, 'seats', f.id::text, 'seats.changed', f.payload, @now
  FROM (
    SELECT gen_random_uuid() AS id, jsonb_build_object(
      'performances', array_agg(c.performance_id), 'held', array_agg(c.seats), 'holds', array_agg(c.holds)) AS payload
    FROM (SELECT performance_id, count(*) AS seats, count(DISTINCT id) AS holds FROM held GROUP BY performance_id) c
    HAVING count(*) > 0
  ) f
)
SELECT id AS hold_id, seat_index, fence, NULL::bytea AS holder FROM held
UNION ALL
SELECT w.id, w.seat_index,
  CASE
    WHEN EXISTS (
      SELECT FROM request r
      JOIN holds h ON h.performance_id = r.performance_id AND h.owner_hash = r.owner_hash AND h.status = 'active'
      WHERE r.id = w.id) THEN -3
    WHEN (SELECT h.id FROM holds h WHERE h.request_id = (SELECT r.request_id FROM request r WHERE r.id = w.id)) IS NOT NULL THEN -3
    WHEN s.status = 0 OR (s.status = 1 AND s.held_until <= @now AND s.allotment_id IS NULL) THEN -2
    ELSE -1
  END,
  (SELECT h.owner_hash FROM holds h WHERE h.id = s.hold_id)
FROM wanted w
LEFT JOIN named n ON n.id = w.id AND n.seat_index = w.seat_index
JOIN seats s ON s.performance_id = w.performance_id AND s.seat_index = w.seat_index
WHERE n.id IS NULL
