select r.performance_id, r.organization_id, r.settings::text, r.seed, r.message_version,
       m.performance_id, m.epoch, m.numbers_reserved, m.late_reserved, m.serving_reserved, m.windows_from, m.tail_seen, m.lots, m.late_lots, m.drawn_at, m.gaps
from waiting_rooms r join waiting_room_marks m on m.performance_id = r.performance_id
where r.settings ->> 'mode' <> 'off'
