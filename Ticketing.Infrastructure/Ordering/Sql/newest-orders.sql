-- The newest paid orders of an organization. Ids are UUIDv7 of the time of placing.
-- In:  organization, max
SELECT o.number, o.status, o.name, o.total, o.refunded, o.currency, o.paid_at, p.event_title, p.starts_at, p.time_zone,
  (SELECT count(*) FROM order_items i WHERE i.order_id = o.id AND i.live)::int AS seats
FROM (
  SELECT id, number, status, name, total, refunded, currency, paid_at, performance_id
  FROM orders
  WHERE organization_id = @organization AND paid_at IS NOT NULL
  ORDER BY id DESC
  LIMIT @max
) AS o
JOIN catalog_performances p ON p.id = o.performance_id
ORDER BY o.id DESC
