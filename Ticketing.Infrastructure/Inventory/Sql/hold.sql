-- Holds and frees the seats of a batch of requests. Each request is all or nothing, independently of the others.
--
-- A seat is held once, because its row is locked and its status is checked again after the lock (READ COMMITTED re-checks the WHERE on
-- the newest version). Lock order: holds in the order of the requests, which are sorted by owner; then seats by (performance, index).
-- SKIP LOCKED never waits for seats; rows locked by other transactions are reported as only locked, for a retry.
-- An expired seat counts as available, swept or not: its previous owner lost it at held_until.
-- A seat of an allotment is for entitled requests only, and returns to the allotment when it is freed.
-- Idempotent after a lost response: seats that the owner already holds are not taken again, and a hold with the request's new id was
-- created by an earlier attempt.
--
-- Writes one fact to the outbox, in the same statement, whatever the number of requests and performances. See SeatsFact.
--
-- In: now, and the tables of HoldStatement:
--     requests   no, new_id (for a new hold), performance_id, owner_hash, user_id or null, target_id (the only hold to change) or null,
--                expires_at, expires_hard_at, seats_max, area (0: none), places, places_before (the area's places for requests before
--                it), tier, price, fee (of the area's places), entitled (to seats of allotments)
--     seats      no (of the request), seat_index, tier, price, fee         (no seat twice in a batch)
--     returned   no (of the request), seat_index                           (no seat of the same request in seats)
--     areas      area, performance_id, first (index), count, total (places requested by the batch)
--     keys       no (of the request), id, hash (of the request)            (no key twice in a batch)
-- Out: one row per request; see HoldOutcomeReader.
WITH request AS MATERIALIZED (
  SELECT *
  FROM {{requests}} AS r
), present AS MATERIALIZED (
  -- LATERAL: one index lookup per request.
  SELECT r.no, h.*
  FROM request r
  CROSS JOIN LATERAL (
    SELECT h.id, h.seats, h.tiers, h.prices, h.fees, h.expires_at, h.expires_hard_at, h.extended
    FROM holds h
    WHERE h.performance_id = r.performance_id AND h.owner_hash = r.owner_hash AND h.status = 'active'
    FOR UPDATE
  ) h
), known AS MATERIALIZED (
  SELECT q.no, k.subject_id, k.request_hash = q.hash AS is_repeat
  FROM {{keys}} AS q
  CROSS JOIN LATERAL (
    SELECT h.id AS subject_id, h.request_hash FROM holds h WHERE h.request_id = q.id
    UNION ALL
    SELECT i.subject_id, i.request_hash FROM idempotency_keys i WHERE i.id = q.id
    LIMIT 1
  ) k
), eligible AS MATERIALIZED (
  SELECT r.no, r.new_id, r.performance_id, r.owner_hash, r.user_id, r.seats_max, r.area, r.places_before, r.tier, r.price, r.fee, r.entitled,
    CASE WHEN p.id = r.new_id THEN 0 ELSE r.places END AS places,
    p.id AS present_id, coalesce(p.seats, '{}') AS present_seats,
    coalesce(p.expires_at, r.expires_at) AS expires_at, coalesce(p.expires_hard_at, r.expires_hard_at) AS expires_hard_at
  FROM request r
  LEFT JOIN present p ON p.no = r.no
  WHERE CASE WHEN p.id IS NULL THEN r.target_id IS NULL ELSE p.expires_at > @now AND coalesce(r.target_id, p.id) = p.id END
    AND r.no NOT IN (SELECT no FROM known)
), wanted AS MATERIALIZED (
  SELECT w.no, r.performance_id, w.seat_index, w.tier, w.price, w.fee, r.entitled
  FROM {{seats}} AS w
  JOIN eligible r ON r.no = w.no
  WHERE w.seat_index <> ALL (r.present_seats)
), to_free AS MATERIALIZED (
  SELECT u.no, r.performance_id, u.seat_index, r.present_id
  FROM {{returned}} AS u
  JOIN eligible r ON r.no = u.no
  WHERE u.seat_index = ANY (r.present_seats)
), named AS MATERIALIZED (
  SELECT w.no, s.performance_id, s.seat_index, w.tier, w.price, w.fee
  FROM wanted w
  JOIN seats s ON s.performance_id = w.performance_id AND s.seat_index = w.seat_index
  WHERE CASE WHEN s.allotment_id IS NULL THEN s.status = 0 ELSE w.entitled AND s.status = 3 END
    OR (s.status = 1 AND s.held_until <= @now AND (s.allotment_id IS NULL OR w.entitled))
  ORDER BY s.performance_id, s.seat_index
  FOR UPDATE OF s SKIP LOCKED
), place AS MATERIALIZED (
  SELECT a.area, p.performance_id, p.seat_index, row_number() OVER (PARTITION BY a.area ORDER BY p.seat_index) AS rank
  FROM {{areas}} AS a
  CROSS JOIN LATERAL (
    SELECT s.performance_id, s.seat_index
    FROM seats s
    WHERE s.performance_id = a.performance_id AND s.seat_index >= a.first AND s.seat_index < a.first + a.count
      AND (s.status = 0 OR (s.status = 1 AND s.held_until <= @now AND s.allotment_id IS NULL))
      AND NOT EXISTS (SELECT FROM wanted w WHERE w.performance_id = s.performance_id AND w.seat_index = s.seat_index)
    ORDER BY s.seat_index
    LIMIT a.total
    FOR UPDATE OF s SKIP LOCKED
  ) p
), got AS MATERIALIZED (
  SELECT no, performance_id, seat_index, tier, price, fee FROM named
  UNION ALL
  SELECT r.no, p.performance_id, p.seat_index, r.tier, r.price, r.fee
  FROM eligible r
  JOIN place p ON p.area = r.area AND p.rank > r.places_before AND p.rank <= r.places_before + r.places
), counted AS MATERIALIZED (
  SELECT r.no, coalesce(w.count, 0) + r.places AS asked, coalesce(g.count, 0) AS gained, coalesce(u.count, 0) AS given_back
  FROM eligible r
  LEFT JOIN (SELECT no, count(*) FROM wanted GROUP BY no) w ON w.no = r.no
  LEFT JOIN (SELECT no, count(*) FROM got GROUP BY no) g ON g.no = r.no
  LEFT JOIN (SELECT no, count(*) FROM to_free GROUP BY no) u ON u.no = r.no
), complete AS MATERIALIZED (
  SELECT r.*, c.gained, c.given_back
  FROM eligible r
  JOIN counted c ON c.no = r.no
  WHERE c.gained = c.asked AND cardinality(r.present_seats) + c.gained - c.given_back <= r.seats_max
), content AS MATERIALIZED (
  SELECT no, array_agg(seat_index ORDER BY seat_index) AS seats, array_agg(tier ORDER BY seat_index) AS tiers,
    array_agg(price ORDER BY seat_index) AS prices, array_agg(fee ORDER BY seat_index) AS fees
  FROM (
    SELECT c.no, o.seat_index, o.tier, o.price, o.fee
    FROM complete c
    JOIN present p ON p.no = c.no
    CROSS JOIN LATERAL unnest(p.seats, p.tiers, p.prices, p.fees) AS o(seat_index, tier, price, fee)
    WHERE NOT EXISTS (SELECT FROM to_free u WHERE u.no = c.no AND u.seat_index = o.seat_index)
    UNION ALL
    SELECT c.no, g.seat_index, g.tier, g.price, g.fee FROM complete c JOIN got g ON g.no = c.no
  ) AS kept
  GROUP BY no
), made AS (
  -- Ordered by owner, so that concurrent batches cannot deadlock on the unique index.
  INSERT INTO holds (id, performance_id, owner_hash, user_id, status, seats, tiers, prices, fees, created_at, expires_at, expires_hard_at,
    extended, request_id, request_hash)
  SELECT c.new_id, c.performance_id, c.owner_hash, c.user_id, 'active', k.seats, k.tiers, k.prices, k.fees, @now, c.expires_at,
    c.expires_hard_at, false, q.id, q.hash
  FROM complete c
  JOIN content k ON k.no = c.no
  LEFT JOIN {{keys}} AS q ON q.no = c.no
  WHERE c.present_id IS NULL
  ORDER BY c.performance_id, c.owner_hash
  ON CONFLICT (performance_id, owner_hash) WHERE status = 'active' DO NOTHING
  RETURNING id
), altered AS (
  UPDATE holds h
  SET seats = coalesce(k.seats, '{}'), tiers = coalesce(k.tiers, '{}'), prices = coalesce(k.prices, '{}'), fees = coalesce(k.fees, '{}'),
    status = CASE WHEN k.seats IS NULL THEN 'released' ELSE 'active' END, user_id = coalesce(c.user_id, h.user_id)
  FROM complete c
  LEFT JOIN content k ON k.no = c.no
  WHERE h.id = c.present_id AND c.gained + c.given_back > 0
  RETURNING h.performance_id, h.status
), done AS MATERIALIZED (
  SELECT c.no, coalesce(c.present_id, c.new_id) AS id, c.expires_at, c.expires_hard_at
  FROM complete c
  WHERE c.present_id IS NOT NULL OR c.new_id IN (SELECT id FROM made)
), held AS (
  UPDATE seats s
  SET status = 1, hold_id = d.id, held_until = d.expires_at, order_id = NULL, fence = s.fence + 1
  FROM got g
  JOIN done d ON d.no = g.no
  WHERE s.performance_id = g.performance_id AND s.seat_index = g.seat_index
  RETURNING g.no, s.performance_id, s.seat_index, s.fence
), freed AS (
  UPDATE seats s
  SET status = CASE WHEN s.allotment_id IS NULL THEN 0 ELSE 3 END, hold_id = NULL, held_until = NULL, order_id = NULL, fence = s.fence + 1
  FROM to_free u
  JOIN done d ON d.no = u.no
  WHERE s.performance_id = u.performance_id AND s.seat_index = u.seat_index AND s.hold_id = u.present_id AND s.status = 1
  RETURNING u.no, s.performance_id, s.seat_index, s.status, s.fence
), publishing AS (
  -- A hold that is only changed is no new one; one that its owner has emptied is released.
  INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, created_at)
  SELECT f.id, 'seats', f.id::text, 'seats.changed', f.payload, @now
  FROM (
    SELECT gen_random_uuid() AS id, jsonb_build_object('performances', array_agg(c.performance_id), 'held', array_agg(c.held),
      'freed', array_agg(c.freed), 'holds', array_agg(c.holds), 'released', array_agg(c.released)) AS payload
    FROM (
      SELECT t.performance_id, sum(t.held) AS held, sum(t.freed) AS freed, count(DISTINCT t.new_hold) AS holds, sum(t.released) AS released
      FROM (
        SELECT h.performance_id, 1 AS held, 0 AS freed, CASE WHEN d.id IN (SELECT id FROM made) THEN d.id END AS new_hold, 0 AS released
        FROM held h
        JOIN done d ON d.no = h.no
        UNION ALL
        SELECT u.performance_id, 0, 1, NULL, 0 FROM freed u
        UNION ALL
        SELECT a.performance_id, 0, 0, NULL, 1 FROM altered a WHERE a.status = 'released'
      ) t
      GROUP BY t.performance_id
    ) c
    HAVING count(*) > 0
  ) f
), recorded AS (
  -- A new hold stores its request in its own row. Of concurrent executions of one request, a unique index lets one succeed; the other
  -- one fails, is retried, and finds the request in known.
  INSERT INTO idempotency_keys (id, request_hash, subject_id, created_at)
  SELECT q.id, q.hash, d.id, @now
  FROM {{keys}} AS q
  JOIN done d ON d.no = q.no
  WHERE d.id NOT IN (SELECT id FROM made)
), missing AS (
  SELECT w.no, array_agg(w.seat_index ORDER BY w.seat_index) AS seats,
    array_agg(CASE WHEN s.allotment_id IS NULL THEN s.status = 0 ELSE w.entitled AND s.status = 3 END
      OR (s.status = 1 AND s.held_until <= @now AND (s.allotment_id IS NULL OR w.entitled)) ORDER BY w.seat_index) AS only_locked,
    array_agg((SELECT h.owner_hash FROM holds h WHERE h.id = s.hold_id) ORDER BY w.seat_index) AS holders
  FROM wanted w
  JOIN seats s ON s.performance_id = w.performance_id AND s.seat_index = w.seat_index
  WHERE NOT EXISTS (SELECT FROM named n WHERE n.no = w.no AND n.seat_index = w.seat_index)
  GROUP BY w.no
)
SELECT r.no,
  CASE
    WHEN d.no IS NOT NULL THEN 0                                  -- Done
    WHEN q.is_repeat THEN 6                                       -- Repeated: the same request was run before
    WHEN NOT q.is_repeat THEN 7                                   -- KeyReused: another request had this key
    WHEN v.no IS NULL AND p.id IS NULL THEN 1                     -- NotActive: the hold to change does not exist
    WHEN v.no IS NULL AND p.expires_at <= @now THEN 2             -- ExpiredNotSwept
    WHEN v.no IS NULL THEN 1
    WHEN n.gained < n.asked THEN 3                                -- Missing: not all seats are available
    WHEN c.no IS NULL THEN 4                                      -- OverLimit
    ELSE 5                                                        -- Conflict: a concurrent hold of the same owner; retry
  END::smallint AS result,
  coalesce(q.subject_id, d.id, p.id) AS hold_id,
  coalesce(k.seats, p.seats) AS seats, coalesce(k.tiers, p.tiers) AS tiers,
    coalesce(k.prices, p.prices) AS prices, coalesce(k.fees, p.fees) AS fees,
  coalesce(d.expires_at, p.expires_at) AS expires_at, coalesce(d.expires_hard_at, p.expires_hard_at) AS expires_hard_at,
  coalesce(p.extended, false) AS extended, k.seats IS NULL AND d.no IS NOT NULL AS emptied,
  h.seats AS held_seats, h.fences AS held_fences, f.seats AS freed_seats, f.statuses AS freed_statuses, f.fences AS freed_fences,
  m.seats AS missing_seats, m.only_locked,
  CASE WHEN r.area > 0 THEN (SELECT count(*)::int FROM place WHERE place.area = r.area) END AS places_found,
  CASE WHEN r.area > 0 AND d.no IS NULL THEN (
    SELECT count(*)::int
    FROM seats s
    JOIN {{areas}} AS a ON a.area = r.area
    WHERE s.performance_id = a.performance_id AND s.seat_index >= a.first AND s.seat_index < a.first + a.count
      AND (s.status = 0 OR (s.status = 1 AND s.held_until <= @now AND s.allotment_id IS NULL))) END AS places_available,
  m.holders,
  CASE WHEN q.no IS NOT NULL THEN (SELECT o.seats FROM present o WHERE o.no = r.no AND o.expires_at > @now) END AS kept_seats
FROM request r
LEFT JOIN known q ON q.no = r.no
LEFT JOIN present p ON p.no = r.no AND q.no IS NULL
LEFT JOIN eligible v ON v.no = r.no
LEFT JOIN counted n ON n.no = r.no
LEFT JOIN complete c ON c.no = r.no
LEFT JOIN done d ON d.no = r.no
LEFT JOIN content k ON k.no = d.no
LEFT JOIN missing m ON m.no = r.no
LEFT JOIN (
  SELECT no, array_agg(seat_index ORDER BY seat_index) AS seats, array_agg(fence ORDER BY seat_index) AS fences FROM held GROUP BY no
) h ON h.no = r.no
LEFT JOIN (
  SELECT no, array_agg(seat_index ORDER BY seat_index) AS seats, array_agg(status ORDER BY seat_index) AS statuses,
    array_agg(fence ORDER BY seat_index) AS fences
  FROM freed
  GROUP BY no
) f ON f.no = r.no
ORDER BY r.no
