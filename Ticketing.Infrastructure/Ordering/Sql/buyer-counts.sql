-- Paid orders of performances by properties of their buyers. Orders without an address were erased: they count as new.
-- In:  organization, performances, seats_max
SELECT o.locale, least(s.seats, @seats_max)::int AS seats,
  o.email_normalized <> '' AND EXISTS (
    SELECT FROM orders e
    WHERE e.email_normalized = o.email_normalized AND e.organization_id = o.organization_id AND e.paid_at < o.paid_at) AS is_returning,
  count(*)::bigint AS orders
FROM orders o
CROSS JOIN LATERAL (SELECT count(*) AS seats FROM order_items i WHERE i.order_id = o.id AND i.exchanged_at IS NULL) AS s
WHERE o.organization_id = @organization AND o.performance_id = ANY (@performances) AND o.paid_at IS NOT NULL
GROUP BY 1, 2, 3
