-- The seats of performances by status, one bit a seat, 64 seats a row. An expired hold counts as free, swept or not;
-- of an allotment's seat, as blocked: it returns to the allotment.
-- In:  performances, now
SELECT s.performance_id, (s.seat_index >> 6)::int AS word,
  coalesce(bit_or(1::bigint << (s.seat_index & 63)::int) FILTER (WHERE s.status = 0
    OR (s.status = 1 AND s.held_until <= @now AND s.allotment_id IS NULL)), 0) AS free,
  coalesce(bit_or(1::bigint << (s.seat_index & 63)::int) FILTER (WHERE s.status = 1 AND s.held_until > @now), 0) AS held,
  coalesce(bit_or(1::bigint << (s.seat_index & 63)::int) FILTER (WHERE s.status = 2), 0) AS sold,
  coalesce(bit_or(1::bigint << (s.seat_index & 63)::int) FILTER (WHERE s.status = 3
    OR (s.status = 1 AND s.held_until <= @now AND s.allotment_id IS NOT NULL)), 0) AS blocked
FROM seats s
WHERE s.performance_id = ANY (@performances)
GROUP BY s.performance_id, word
