-- Extends a hold once, at most to its hard limit. The seats' owner does not change, so their fences stay.
-- In:  hold, owner, now, seconds (to add)                    Lock order: the hold, then its seats by index.
-- Out: the hold (see HoldRow), and whether this statement extended it; no row: the owner has no such active hold.
WITH active AS MATERIALIZED (
  SELECT h.* FROM holds h WHERE h.id = @hold AND h.owner_hash = @owner AND h.status = 'active' AND h.expires_at > @now FOR UPDATE
), extension AS (
  UPDATE holds h
  SET expires_at = least(h.expires_at + make_interval(secs => @seconds), h.expires_hard_at), extended = true
  FROM active a
  WHERE h.id = a.id AND NOT a.extended
  RETURNING h.id, h.expires_at
), owned AS MATERIALIZED (
  SELECT s.performance_id, s.seat_index, e.expires_at
  FROM extension e
  JOIN active a ON a.id = e.id
  CROSS JOIN LATERAL unnest(a.seats) AS i(seat_index)
  JOIN seats s ON s.performance_id = a.performance_id AND s.seat_index = i.seat_index
  WHERE s.hold_id = a.id AND s.status = 1
  ORDER BY s.seat_index
  FOR UPDATE OF s
), kept AS (
  UPDATE seats s SET held_until = o.expires_at FROM owned o
  WHERE s.performance_id = o.performance_id AND s.seat_index = o.seat_index
  RETURNING s.seat_index
)
SELECT a.id, a.performance_id, a.seats, a.tiers, a.prices, a.fees, coalesce(e.expires_at, a.expires_at) AS expires_at, a.expires_hard_at,
  a.extended OR e.id IS NOT NULL AS extended, e.id IS NOT NULL AS extended_now, (SELECT count(*)::int FROM kept) AS kept
FROM active a
LEFT JOIN extension e ON e.id = a.id
