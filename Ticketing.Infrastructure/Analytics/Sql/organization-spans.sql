-- The figures of an organization: of today (span 0) and of the last seven days with today (1), by the clocks of each venue, and of
-- performances that have not ended (2). Sums by performance keep the plan to the index: nothing is read of past performances but these days.
-- In:  organization, now
WITH own AS (
  SELECT id, ends_at > @now AS is_upcoming, date_trunc('day', @now, time_zone) AS day_start,
    (date_trunc('day', @now AT TIME ZONE time_zone) - interval '6 days') AT TIME ZONE time_zone AS week_start
  FROM catalog_performances
  WHERE organization_id = @organization
), span AS (
  SELECT 0 AS span, id, day_start AS since FROM own
  UNION ALL
  SELECT 1, id, week_start FROM own
  UNION ALL
  SELECT 2, id, '-infinity'::timestamptz FROM own WHERE is_upcoming
)
SELECT s.span, f.currency, sum(f.orders)::bigint AS orders, sum(f.seats)::bigint AS seats, sum(f.seats_returned)::bigint AS seats_returned,
  sum(f.gross)::bigint AS gross, sum(f.fees)::bigint AS fees, sum(f.tax)::bigint AS tax, sum(f.discount)::bigint AS discount,
  sum(f.refunded)::bigint AS refunded
FROM span s
CROSS JOIN LATERAL (
  SELECT m.currency, sum(m.orders) AS orders, sum(m.seats) AS seats, sum(m.seats_returned) AS seats_returned, sum(m.gross) AS gross,
    sum(m.fees) AS fees, sum(m.tax) AS tax, sum(m.discount) AS discount, sum(m.refunded) AS refunded
  FROM sales_minutes m
  WHERE m.performance_id = s.id AND m.minute >= s.since
  GROUP BY m.currency
) AS f
GROUP BY s.span, f.currency
