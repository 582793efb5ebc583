-- Writes a batch of new free orders in one statement: updates holds and seats, inserts orders, items with their tickets, outbox messages
-- and audit entries. The caller has locked the holds, and checks the number of seats before it commits.
-- In:  now, and the tables orders and items of OrderRows, outbox and audit of FactRows
-- Out: performance, index and fence of each seat sold.
WITH ordered AS MATERIALIZED (
  SELECT *
  FROM {{orders}} AS o
), item AS MATERIALIZED (
  SELECT *
  FROM {{items}} AS i
), held AS (
  UPDATE holds h SET status = 'ordered', order_id = o.id
  FROM ordered o
  WHERE h.id = o.hold_id
), ordering AS (
  INSERT INTO orders (id, number, performance_id, organization_id, hold_id, user_id, email, email_normalized, name, phone, locale, status, currency,
    prices_include_tax, subtotal, discount, fees, tax, total, refunded, cancellable_until, cancellation_keeps_fees, created_at, expires_at, paid_at,
    request_id, request_hash)
  SELECT id, number, performance_id, organization_id, hold_id, user_id, email, email_normalized, name, phone, locale, 'paid', currency,
    prices_include_tax, subtotal, 0, fees, tax, 0, 0, cancellable_until, cancellation_keeps_fees, @now, expires_at, @now,
    request_id, request_hash
  FROM ordered
), items AS (
  INSERT INTO order_items (id, order_id, performance_id, seat_index, label, section, row, number, tier_id, tier_name, price, fee, tax_basis_points,
    discount, tax, total, attendee_name, live, ticket_status, ticket_issued_at)
  SELECT id, order_id, performance_id, seat_index, label, section, row, number, tier_id, tier_name, price, fee, tax_basis_points,
    discount, tax, 0, attendee_name, true, 'valid', @now
  FROM item
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
SET status = 2, hold_id = NULL, held_until = NULL, order_id = i.order_id, fence = s.fence + 1
FROM item i
WHERE s.performance_id = i.performance_id AND s.seat_index = i.seat_index AND s.status = 1 AND s.hold_id = i.hold_id
RETURNING s.performance_id, s.seat_index, s.fence
