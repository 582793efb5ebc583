-- The figures of performances by channel.
-- In:  performances
SELECT channel, currency, sum(orders)::bigint AS orders, sum(seats)::bigint AS seats, sum(seats_returned)::bigint AS seats_returned,
  sum(gross)::bigint AS gross, sum(fees)::bigint AS fees, sum(tax)::bigint AS tax, sum(discount)::bigint AS discount,
  sum(refunded)::bigint AS refunded
FROM sales_minutes
WHERE performance_id = ANY (@performances)
GROUP BY channel, currency
ORDER BY channel, currency
