-- The figures of a performance by minute, and by what the caller groups by.
-- In:  performance, from, to, by_tier, by_section, by_channel
SELECT minute,
  CASE WHEN @by_tier THEN tier_id END AS tier_id,
  CASE WHEN @by_section THEN section END AS section,
  CASE WHEN @by_channel THEN channel END AS channel,
  currency,
  sum(orders)::bigint AS orders, sum(seats)::bigint AS seats, sum(seats_returned)::bigint AS seats_returned, sum(gross)::bigint AS gross,
  sum(fees)::bigint AS fees, sum(tax)::bigint AS tax, sum(discount)::bigint AS discount, sum(refunded)::bigint AS refunded
FROM sales_minutes
WHERE performance_id = @performance AND minute >= @from AND minute < @to
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4, 5
