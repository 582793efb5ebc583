-- The figures of an event: one row for each tier of each of its performances and each currency. Tiers without sales have a row, too. Extras
-- come as tiers behind the others, removed ones where they were sold.
-- In:  event
SELECT p.id AS performance_id, p.starts_at, p.time_zone, p.venue_name, p.city, t.id AS tier_id, t.name AS tier,
  coalesce(s.currency, p.currency) AS currency,
  coalesce(s.orders, 0)::bigint AS orders, coalesce(s.seats, 0)::bigint AS seats, coalesce(s.seats_returned, 0)::bigint AS seats_returned,
  coalesce(s.gross, 0)::bigint AS gross, coalesce(s.fees, 0)::bigint AS fees, coalesce(s.tax, 0)::bigint AS tax,
  coalesce(s.discount, 0)::bigint AS discount, coalesce(s.refunded, 0)::bigint AS refunded
FROM catalog_performances p
JOIN (
  SELECT performance_id, id, name, ordinal, false AS is_removed FROM catalog_tiers
  UNION ALL
  SELECT f.id, e.id, e.name, 1000 + e.position, e.is_removed FROM event_extras e JOIN catalog_performances f ON f.event_id = e.event_id
) AS t ON t.performance_id = p.id
LEFT JOIN (
  SELECT performance_id, tier_id, currency, sum(orders) AS orders, sum(seats) AS seats, sum(seats_returned) AS seats_returned,
    sum(gross) AS gross, sum(fees) AS fees, sum(tax) AS tax, sum(discount) AS discount, sum(refunded) AS refunded
  FROM sales_minutes
  WHERE performance_id IN (SELECT id FROM catalog_performances WHERE event_id = @event)
  GROUP BY performance_id, tier_id, currency
) AS s ON s.performance_id = p.id AND s.tier_id = t.id
WHERE p.event_id = @event AND (NOT t.is_removed OR s.tier_id IS NOT NULL)
ORDER BY p.starts_at, p.id, t.ordinal, currency
