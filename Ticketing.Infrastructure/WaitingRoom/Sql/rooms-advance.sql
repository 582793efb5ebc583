-- Raises a room's marks. greatest(), since an instance with an expired lease may write last. The draw is recorded once.
-- In:  now, and the table marks of RoomMarksStore, with one row
WITH next AS (
  SELECT * FROM {{marks}} AS n
)
UPDATE waiting_room_marks m
SET numbers_reserved = greatest(m.numbers_reserved, n.numbers_reserved),
  late_reserved = greatest(m.late_reserved, n.late_reserved),
  serving_reserved = greatest(m.serving_reserved, n.serving_reserved),
  windows_from = greatest(m.windows_from, n.windows_from),
  tail_seen = greatest(m.tail_seen, n.tail_seen),
  drawn_at = CASE WHEN m.lots IS NULL AND n.lots IS NOT NULL THEN @now ELSE m.drawn_at END,
  late_lots = coalesce(m.late_lots, n.late_lots),
  lots = coalesce(m.lots, n.lots)
FROM next n
WHERE m.performance_id = n.performance_id AND m.epoch = n.epoch
RETURNING m.performance_id, m.epoch, m.numbers_reserved, m.late_reserved, m.serving_reserved, m.windows_from, m.tail_seen, m.lots, m.late_lots,
  m.drawn_at, m.gaps
