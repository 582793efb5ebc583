-- $1 performance, $2 epoch, $3 numbers, $4 late numbers, $5 serving, $6 windows from, $7 tail, $8 lots, $9 late lots, $10 now.
-- Greatest, because of two instances that both believe to lead the slower one may write last. A draw is held once.
update waiting_room_marks set
    numbers_reserved = greatest(numbers_reserved, $3),
    late_reserved = greatest(late_reserved, $4),
    serving_reserved = greatest(serving_reserved, $5),
    windows_from = greatest(windows_from, $6),
    tail_seen = greatest(tail_seen, $7),
    drawn_at = case when lots is null and $8::bigint is not null then $10 else drawn_at end,
    late_lots = coalesce(late_lots, $9::bigint),
    lots = coalesce(lots, $8::bigint)
where performance_id = $1 and epoch = $2
returning performance_id, epoch, numbers_reserved, late_reserved, serving_reserved, windows_from, tail_seen, lots, late_lots, drawn_at, gaps
