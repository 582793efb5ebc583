-- Writes what orders are searched by, as they are now.
-- In:  orders, and the table cards (order_id, digits)         The caller holds the lock of OrderSearchRows.
INSERT INTO order_search (order_id, organization_id, text)
SELECT o.id, o.organization_id, search_form(concat_ws(E'\n', o.number, o.name, o.email, i.labels, i.attendees, c.digits))
FROM orders o
CROSS JOIN LATERAL (
  SELECT string_agg(i.label, E'\n' ORDER BY i.seat_index) AS labels,
    string_agg(i.attendee_name, E'\n' ORDER BY i.seat_index) AS attendees
  FROM order_items i
  WHERE i.order_id = o.id AND i.exchanged_at IS NULL
) AS i
LEFT JOIN {{cards}} AS c ON c.order_id = o.id
WHERE o.id = ANY (@orders)
ORDER BY o.id
ON CONFLICT (order_id) DO UPDATE SET text = excluded.text WHERE order_search.text <> excluded.text
