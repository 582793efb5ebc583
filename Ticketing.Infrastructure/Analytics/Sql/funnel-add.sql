-- Adds facts to the counts of their days, by the clocks of their venues. Facts of performances that do not exist any more are left out.
-- In:  the table facts of FunnelConsumer                     Lock order: by event and day.
INSERT INTO analytics_days AS d (event_id, day, organization_id, holds, seats_held, holds_expired, holds_released, orders, paid, refunded)
SELECT p.event_id, (f.at AT TIME ZONE coalesce(p.time_zone, 'UTC'))::date AS day, p.organization_id, sum(f.holds)::bigint,
  sum(f.seats_held)::bigint, sum(f.holds_expired)::bigint, sum(f.holds_released)::bigint, sum(f.orders)::bigint, sum(f.paid)::bigint,
  sum(f.refunded)::bigint
FROM {{facts}} AS f
JOIN catalog_performances p ON p.id = f.performance_id
GROUP BY p.event_id, day, p.organization_id
ORDER BY p.event_id, day
ON CONFLICT (event_id, day) DO UPDATE
SET holds = d.holds + excluded.holds, seats_held = d.seats_held + excluded.seats_held,
  holds_expired = d.holds_expired + excluded.holds_expired, holds_released = d.holds_released + excluded.holds_released,
  orders = d.orders + excluded.orders, paid = d.paid + excluded.paid, refunded = d.refunded + excluded.refunded
