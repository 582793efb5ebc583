-- $1 performance. Numbers go on past all that were promised; between the tail that was seen last and there, hardly anybody has one.
-- In the pre-queue that is no gap but lots nobody owns.
update waiting_room_marks set
    epoch = epoch + 1,
    gaps = case when lots is null or numbers_reserved <= greatest(tail_seen, serving_reserved) then gaps
           else concat_ws(',', nullif(gaps, ''), greatest(tail_seen, serving_reserved)::text || '-' || numbers_reserved::text) end,
    tail_seen = numbers_reserved
where performance_id = $1
returning performance_id, epoch, numbers_reserved, late_reserved, serving_reserved, windows_from, tail_seen, lots, late_lots, drawn_at, gaps
