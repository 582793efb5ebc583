-- Orders that were paid, with their items.
-- In:  ids
SELECT o.id, o.performance_id, o.channel, o.currency, o.paid_at, o.refunded,
  i.tier_id, i.section, i.total, i.fee, i.tax, i.discount,
  CASE WHEN NOT i.live AND i.exchanged_at IS NULL THEN coalesce(i.ticket_voided_at, o.ended_at, o.paid_at) END AS returned_at,
  i.added_at, i.exchanged_at
FROM orders o
JOIN order_items i ON i.order_id = o.id
WHERE o.id = ANY (@ids) AND o.paid_at IS NOT NULL
ORDER BY o.id, i.seat_index, i.id
