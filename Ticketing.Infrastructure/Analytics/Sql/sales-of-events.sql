-- What events sold until now, one row for each currency.
-- In:  events
SELECT p.event_id, m.currency, sum(m.orders)::bigint AS orders, sum(m.seats)::bigint AS seats, sum(m.seats_returned)::bigint AS seats_returned,
  sum(m.gross)::bigint AS gross, sum(m.fees)::bigint AS fees, sum(m.tax)::bigint AS tax, sum(m.discount)::bigint AS discount,
  sum(m.refunded)::bigint AS refunded
FROM catalog_performances p
JOIN sales_minutes m ON m.performance_id = p.id
WHERE p.event_id = ANY (@events)
GROUP BY p.event_id, m.currency
