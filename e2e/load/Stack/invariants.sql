-- Invariants of the database. One row: each column counts violations.
WITH sold AS MATERIALIZED (
  SELECT performance_id, seat_index, order_id FROM seats WHERE status = 2
), bought AS MATERIALIZED (
  SELECT i.id, i.order_id, i.performance_id, i.seat_index
  FROM order_items i
  JOIN orders o ON o.id = i.order_id
  WHERE i.live AND o.status IN ('paid', 'partially-refunded')
), ticket AS MATERIALIZED (
  SELECT order_item_id, performance_id, seat_index FROM tickets WHERE status <> 'void'
)
SELECT
  -- Seats with more than one live item.
  (SELECT count(*) FROM (SELECT FROM order_items WHERE live GROUP BY performance_id, seat_index HAVING count(*) > 1) AS twice) AS "soldTwice",
  -- Items of paid orders whose seat has another order or none.
  (SELECT count(*) FROM bought b LEFT JOIN sold s USING (performance_id, seat_index) WHERE s.order_id IS DISTINCT FROM b.order_id) AS "ordersWithoutSeats",
  (SELECT count(*) FROM orders o WHERE o.status = 'paid' AND NOT EXISTS (SELECT FROM order_items i WHERE i.order_id = o.id)) AS "ordersWithoutItems",
  (SELECT count(*) FROM sold s LEFT JOIN bought b USING (performance_id, seat_index) WHERE b.order_id IS DISTINCT FROM s.order_id) AS "seatsWithoutOrders",
  (SELECT count(*) FROM bought b LEFT JOIN ticket t ON t.order_item_id = b.id WHERE t.seat_index IS DISTINCT FROM b.seat_index) AS "seatsWithoutTickets",
  abs((SELECT count(*) FROM ticket) - (SELECT count(*) FROM sold)) AS "ticketsBesideSeats",
  (SELECT count(*) FROM seats WHERE status = 1 AND held_until < now() - interval '30 seconds') AS "heldForTooLong"
