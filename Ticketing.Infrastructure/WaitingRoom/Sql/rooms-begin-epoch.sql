-- Begins a new epoch. Numbers go on past all that were promised; between the tail that was seen last and there, hardly anybody has one.
-- In the pre-queue that is no gap but lots nobody owns.
-- In:  performance
UPDATE waiting_room_marks
SET epoch = epoch + 1,
  gaps = CASE
    WHEN lots IS NULL OR numbers_reserved <= greatest(tail_seen, serving_reserved) THEN gaps
    ELSE concat_ws(',', nullif(gaps, ''), greatest(tail_seen, serving_reserved)::text || '-' || numbers_reserved::text)
  END,
  tail_seen = numbers_reserved
WHERE performance_id = @performance
RETURNING performance_id, epoch, numbers_reserved, late_reserved, serving_reserved, windows_from, tail_seen, lots, late_lots, drawn_at, gaps
