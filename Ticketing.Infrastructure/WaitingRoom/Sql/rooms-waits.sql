-- $1 performance, $2 how far back
select percentile_disc(0.5) within group (order by waited_seconds), percentile_disc(0.9) within group (order by waited_seconds), count(*)
from admissions
where performance_id = $1 and admitted_at > now() - $2::interval and waited_seconds is not null
