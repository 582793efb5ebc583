-- The figures of performances by period. Hours of an hour that clocks show twice are two periods.
-- In:  performances, from, step, zone
SELECT date_trunc(@step, minute, @zone) AS period, currency, sum(orders)::bigint AS orders, sum(seats)::bigint AS seats,
  sum(seats_returned)::bigint AS seats_returned, sum(gross)::bigint AS gross, sum(fees)::bigint AS fees, sum(tax)::bigint AS tax,
  sum(discount)::bigint AS discount, sum(refunded)::bigint AS refunded
FROM sales_minutes
WHERE performance_id = ANY (@performances) AND minute >= @from
GROUP BY 1, 2
