-- $1 performance, $2 place, $3 owner, $4 end, $5 seconds waited. The row that is there already counts: a repeat gets its end, a pass that is over stays so.
with made as (
    insert into admissions (performance_id, place, owner, admitted_at, expires_at, waited_seconds)
    values ($1, $2, $3, now(), $4, $5)
    on conflict (performance_id, place) do update set owner = admissions.owner
    returning owner, expires_at, released_at
)
select owner, expires_at, case when expires_at <= now() then coalesce(released_at, expires_at) else released_at end from made
