-- Two instances that both believe to lead write one line.
insert into waiting_room_samples
    (performance_id, at, arrived, waiting, admitted, no_shows, released, active, held, sold, per_minute, checkout_milliseconds)
values ($1, date_trunc('second', $2::timestamptz), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict do nothing
