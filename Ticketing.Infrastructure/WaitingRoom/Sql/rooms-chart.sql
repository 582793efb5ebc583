-- $1 performance, $2 how far back, $3 how wide a point is. Of each width the last sample counts: the numbers are sums, or states.
select distinct on (date_bin($3, at, 'epoch'))
       at, arrived, waiting, admitted, no_shows, released, active, held, sold, per_minute, checkout_milliseconds
from waiting_room_samples
where performance_id = $1 and at > now() - $2::interval
order by date_bin($3, at, 'epoch'), at desc
