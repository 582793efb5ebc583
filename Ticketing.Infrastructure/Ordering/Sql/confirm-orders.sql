-- Confirms a batch of paid orders in one statement: updates payments, orders and seats, inserts tickets, outbox messages and audit entries.
-- The caller has locked the orders and payments, and checks the number of seats before it commits.
-- In:  now, and the tables paid (order_id, payment_id) and tickets (id, item_id; one for each item) of ConfirmationStatement, outbox and
--      audit of FactRows
-- Out: performance, index and fence of each seat sold.
-- Lock order: seats by performance and index. Waits for locks instead of skipping, because the result must be definite.
WITH confirmed AS MATERIALIZED (
  SELECT * FROM {{paid}} AS c
), item AS MATERIALIZED (
  SELECT t.id AS ticket_id, i.id, i.order_id, i.performance_id, i.seat_index, i.label, i.attendee_name, o.hold_id
  FROM {{tickets}} AS t
  JOIN order_items i ON i.id = t.item_id
  JOIN orders o ON o.id = i.order_id
), owned AS MATERIALIZED (
  SELECT s.performance_id, s.seat_index, i.order_id
  FROM item i
  JOIN seats s ON s.performance_id = i.performance_id AND s.seat_index = i.seat_index
  WHERE s.status = 1 AND s.hold_id = i.hold_id AND s.held_until > @now
  ORDER BY s.performance_id, s.seat_index
  FOR UPDATE OF s
), paying AS (
  UPDATE payments p SET status = 'succeeded', updated_at = @now
  FROM confirmed c
  WHERE p.id = c.payment_id
), ordering AS (
  UPDATE orders o SET status = 'paid', paid_at = @now
  FROM confirmed c
  WHERE o.id = c.order_id
), ticketing AS (
  INSERT INTO tickets (id, order_id, order_item_id, performance_id, seat_index, label, attendee_name, status, issued_at)
  SELECT ticket_id, order_id, id, performance_id, seat_index, label, attendee_name, 'valid', @now
  FROM item
), publishing AS (
  INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, created_at, attempts)
  SELECT id, 'order', order_id, type, payload::jsonb, @now, 0
  FROM {{outbox}} AS m
), auditing AS (
  INSERT INTO audit_entries (id, at, actor_id, actor, action, subject_type, subject_id, before, after)
  SELECT id, @now, actor_id, actor, action, 'order', order_id, before::jsonb, after::jsonb
  FROM {{audit}} AS a
)
UPDATE seats s
SET status = 2, hold_id = NULL, held_until = NULL, order_id = o.order_id, fence = s.fence + 1
FROM owned o
WHERE s.performance_id = o.performance_id AND s.seat_index = o.seat_index
RETURNING s.performance_id, s.seat_index, s.fence
