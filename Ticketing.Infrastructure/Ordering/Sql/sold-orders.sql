-- Orders that were paid, with their items.
-- In:  ids
--      Items are looked up for each order (OFFSET 0 keeps PostgreSQL from joining the tables): a join was planned as a scan of all items
--      until the table was large or analyzed, in every batch.
SELECT o.id, o.performance_id, o.channel, o.currency, o.paid_at, o.refunded,
  i.tier_id, i.section, i.total, i.fee, i.tax, i.discount,
  CASE WHEN NOT i.live AND i.exchanged_at IS NULL THEN coalesce(i.ticket_voided_at, o.ended_at, o.paid_at) END AS returned_at,
  i.added_at, i.exchanged_at
FROM orders o
CROSS JOIN LATERAL (SELECT * FROM order_items WHERE order_id = o.id OFFSET 0) AS i
WHERE o.id = ANY (@ids) AND o.paid_at IS NOT NULL
ORDER BY o.id, i.seat_index, i.id
