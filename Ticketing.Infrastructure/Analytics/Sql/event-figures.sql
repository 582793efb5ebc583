-- An event with its performances, their tiers and what they sold: one row for each tier and currency, also without sales. Columns of
-- performances and tiers are NULL where there are none. Extras come as tiers behind the others,
-- removed ones where they were sold.
-- In:  event
SELECT e.organization_id, e.title, p.id AS performance_id, p.starts_at, p.on_sale_at, p.off_sale_at, p.status, p.event_status,
  p.is_public, p.time_zone, p.venue_name, p.city, p.seat_count, p.compiled_plan_id, t.name AS tier, t.color, t.is_extra, coalesce(s.currency, p.currency) AS currency,
  coalesce(s.orders, 0)::bigint AS orders, coalesce(s.seats, 0)::bigint AS seats, coalesce(s.seats_returned, 0)::bigint AS seats_returned,
  coalesce(s.gross, 0)::bigint AS gross, coalesce(s.fees, 0)::bigint AS fees, coalesce(s.tax, 0)::bigint AS tax,
  coalesce(s.discount, 0)::bigint AS discount, coalesce(s.refunded, 0)::bigint AS refunded
FROM catalog_events e
LEFT JOIN catalog_performances p ON p.event_id = e.id
LEFT JOIN (
  SELECT performance_id, id, name, color, ordinal, false AS is_extra, false AS is_removed FROM catalog_tiers
  UNION ALL
  SELECT f.id, x.id, x.name, '#8a8f9c', 1000 + x.position, true, x.is_removed FROM event_extras x JOIN catalog_performances f ON f.event_id = x.event_id
) AS t ON t.performance_id = p.id
LEFT JOIN (
  SELECT performance_id, tier_id, currency, sum(orders) AS orders, sum(seats) AS seats, sum(seats_returned) AS seats_returned,
    sum(gross) AS gross, sum(fees) AS fees, sum(tax) AS tax, sum(discount) AS discount, sum(refunded) AS refunded
  FROM sales_minutes
  WHERE performance_id IN (SELECT id FROM catalog_performances WHERE event_id = @event)
  GROUP BY performance_id, tier_id, currency
) AS s ON s.performance_id = p.id AND s.tier_id = t.id
WHERE e.id = @event AND (t.is_removed IS NOT TRUE OR s.tier_id IS NOT NULL)
ORDER BY p.starts_at, p.id, t.ordinal, currency
