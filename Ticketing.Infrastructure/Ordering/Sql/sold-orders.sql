-- Orders that were paid, with their items, then their extras: these have no seats, and the extra's id in the place of a tier's.
-- In:  ids
--      Items and extras are looked up for each order (OFFSET 0 keeps PostgreSQL from joining the tables): a join was planned as a scan of all items
--      until the table was large or analyzed, in every batch.
SELECT o.id, o.performance_id, o.channel, o.currency, o.paid_at, o.refunded,
  i.tier_id, i.section, i.total, i.fee, i.tax, i.discount, 1 AS seats,
  CASE WHEN NOT i.live AND i.exchanged_at IS NULL THEN coalesce(i.ticket_voided_at, o.ended_at, o.paid_at) END AS returned_at,
  i.added_at, i.exchanged_at, i.seat_index, i.id AS item_id
FROM orders o
CROSS JOIN LATERAL (SELECT * FROM order_items WHERE order_id = o.id OFFSET 0) AS i
WHERE o.id = ANY (@ids) AND o.paid_at IS NOT NULL
UNION ALL
SELECT o.id, o.performance_id, o.channel, o.currency, o.paid_at, o.refunded,
  e.extra_id, '', e.total, 0, e.tax, 0, 0,
  CASE WHEN NOT e.live THEN coalesce(e.returned_at, o.ended_at, o.paid_at) END,
  NULL, NULL, NULL, e.id
FROM orders o
CROSS JOIN LATERAL (SELECT * FROM order_extras WHERE order_id = o.id OFFSET 0) AS e
WHERE o.id = ANY (@ids) AND o.paid_at IS NOT NULL AND o.extra_count > 0
ORDER BY id, seat_index NULLS LAST, item_id
