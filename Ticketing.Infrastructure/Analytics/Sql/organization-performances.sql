-- The next performances of an organization with what they sold: of published events, without cancelled ones.
-- In:  organization, now, max
WITH own AS (
  SELECT id, event_id, event_title, starts_at, on_sale_at, off_sale_at, status, event_status, is_public, time_zone, venue_name, city, seat_count,
    currency,
    (date_trunc('day', @now AT TIME ZONE time_zone) - interval '6 days') AT TIME ZONE time_zone AS week_start
  FROM catalog_performances
  WHERE organization_id = @organization AND ends_at > @now AND status <> 'cancelled' AND event_status = 'published'
  ORDER BY starts_at, id
  LIMIT @max
)
SELECT p.*, coalesce(s.sold, 0)::bigint AS sold, coalesce(s.sold_in_week, 0)::bigint AS sold_in_week, coalesce(s.net, 0)::bigint AS net
FROM own p
LEFT JOIN LATERAL (
  SELECT sum(m.seats - m.seats_returned) AS sold, sum(m.seats - m.seats_returned) FILTER (WHERE m.minute >= p.week_start) AS sold_in_week,
    sum(m.gross - m.discount - m.refunded) FILTER (WHERE m.currency = p.currency) AS net
  FROM sales_minutes m
  WHERE m.performance_id = p.id
) AS s ON true
ORDER BY p.starts_at, p.id
