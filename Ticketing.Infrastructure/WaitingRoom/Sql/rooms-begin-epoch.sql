-- Begins a new epoch. Numbers continue past all reserved ones. The range from the last known tail to there becomes a gap, of which few
-- numbers, if any, were assigned; before the draw it is unassigned lots instead.
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
