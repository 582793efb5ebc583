-- Confirms a batch of paid orders in one statement: updates payments, orders and seats, issues a ticket for each live item, inserts
-- outbox messages and audit entries. The caller has locked the orders and payments, and checks the number of seats before it commits:
-- each live item has one seat and one ticket.
-- In:  now, and the tables paid (order_id, payment_id) of ConfirmationStatement, outbox and audit of FactRows
-- Out: performance, index and fence of each seat sold.
-- Lock order: seats by performance and index. Waits for locks instead of skipping, because the result must be definite. Items of unpaid
--      orders are changed only under the lock of their order.
WITH confirmed AS MATERIALIZED (
  SELECT * FROM {{paid}} AS c
), item AS MATERIALIZED (
  SELECT i.id, i.order_id, i.performance_id, i.seat_index, o.hold_id
  FROM confirmed c
  JOIN orders o ON o.id = c.order_id
  JOIN order_items i ON i.order_id = o.id
  WHERE i.live
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
  UPDATE order_items i SET ticket_status = 'valid', ticket_issued_at = @now
  FROM item t
  WHERE i.id = t.id
), publishing AS (
  INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, organization_id, created_at)
  SELECT id, 'order', order_id, type, payload::jsonb, organization_id, @now
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
