-- Reads all rooms that are not off, with their marks.
SELECT r.performance_id, r.organization_id, r.settings::text AS settings, r.seed, r.message_version,
  m.epoch, m.numbers_reserved, m.late_reserved, m.serving_reserved, m.windows_from, m.tail_seen, m.lots, m.late_lots, m.drawn_at, m.gaps
FROM waiting_rooms r
JOIN waiting_room_marks m ON m.performance_id = r.performance_id
WHERE r.settings ->> 'mode' <> 'off'
