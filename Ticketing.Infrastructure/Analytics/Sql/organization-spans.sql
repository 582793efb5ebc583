-- The figures of an organization: of today (span 0) and of the last seven days with today (1), by the clocks of each venue, and of
-- performances that have not ended (2).
-- In:  organization, now
WITH own AS (
  SELECT id, ends_at, date_trunc('day', @now, time_zone) AS day_start,
    (date_trunc('day', @now AT TIME ZONE time_zone) - interval '6 days') AT TIME ZONE time_zone AS week_start
  FROM catalog_performances
  WHERE organization_id = @organization
)
SELECT f.span, f.currency, sum(f.orders)::bigint AS orders, sum(f.seats)::bigint AS seats, sum(f.seats_returned)::bigint AS seats_returned,
  sum(f.gross)::bigint AS gross, sum(f.fees)::bigint AS fees, sum(f.tax)::bigint AS tax, sum(f.discount)::bigint AS discount,
  sum(f.refunded)::bigint AS refunded
FROM (
  SELECT 0 AS span, m.* FROM own JOIN sales_minutes m ON m.performance_id = own.id AND m.minute >= own.day_start
  UNION ALL
  SELECT 1 AS span, m.* FROM own JOIN sales_minutes m ON m.performance_id = own.id AND m.minute >= own.week_start
  UNION ALL
  SELECT 2 AS span, m.* FROM own JOIN sales_minutes m ON m.performance_id = own.id WHERE own.ends_at > @now
) AS f
GROUP BY f.span, f.currency
