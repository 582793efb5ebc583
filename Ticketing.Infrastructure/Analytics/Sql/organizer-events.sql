-- A page of an organization's events. Upcoming: with a performance that has not ended, or with none; by their next start, those without a
-- date last. Past: by their last start, the last first.
-- In:  organization, is_limited, events (the only visible ones of a limited member), is_past, search, now, has_cursor, at, id, max
SELECT e.id, e.slug, e.title, e.status, e.performances, e.capacity, e.starts_at, e.sort_at, p.time_zone, p.venue_name
FROM (
  SELECT c.id, c.slug, c.title, c.status, coalesce(d.performances, 0)::int AS performances, coalesce(d.capacity, 0)::bigint AS capacity,
    coalesce(d.next_at, d.last_at) AS starts_at, coalesce(d.next_at, d.last_at, '9999-01-01Z'::timestamptz) AS sort_at,
    d.next_at IS NULL AND d.last_at IS NOT NULL AS is_past
  FROM catalog_events c
  LEFT JOIN (
    SELECT event_id, count(*) AS performances, sum(seat_count) FILTER (WHERE status <> 'cancelled') AS capacity,
      min(starts_at) FILTER (WHERE ends_at > @now) AS next_at, max(starts_at) AS last_at
    FROM catalog_performances
    WHERE organization_id = @organization
    GROUP BY event_id
  ) AS d ON d.event_id = c.id
  WHERE c.organization_id = @organization AND (NOT @is_limited OR c.id = ANY(@events)) AND (@search = '' OR strpos(search_form(c.title), search_form(@search)) > 0)
) AS e
LEFT JOIN LATERAL (
  SELECT time_zone, venue_name FROM catalog_performances WHERE event_id = e.id AND starts_at = e.starts_at ORDER BY id LIMIT 1
) AS p ON true
WHERE e.is_past = @is_past AND (NOT @has_cursor
  OR (NOT @is_past AND (e.sort_at, e.id) > (@at, @id))
  OR (@is_past AND (e.sort_at, e.id) < (@at, @id)))
ORDER BY CASE WHEN @is_past THEN NULL ELSE e.sort_at END, CASE WHEN @is_past THEN e.sort_at END DESC,
  CASE WHEN @is_past THEN NULL ELSE e.id END, CASE WHEN @is_past THEN e.id END DESC
LIMIT @max
