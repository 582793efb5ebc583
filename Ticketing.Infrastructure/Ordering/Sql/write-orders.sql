-- Writes a batch of new orders that are paid at once: the holds and seats change owner, order, items, tickets, facts and request
-- keys are added. All of it in one statement; the caller has locked the holds and checks the count of seats before it commits.
-- In:  $1 now
--      orders     $2 id … $21 promised until; the same number of holds $6
--      items      $22 id … $38
--      tickets    $39 id, $40 item
--      outbox     $41 id, $42 order, $43 type, $44 payload
--      audit      $45 id, $46 actor's account, $47 actor, $48 action, $49 order, $50 before, $51 after
--      requests   $52 id, $53 hash, $54 order
-- Out: performance, index and fence of each seat sold.
WITH ordered AS MATERIALIZED (
  SELECT *
  FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::bool[], $15::bigint[], $16::bigint[], $17::bigint[], $18::text[], $19::timestamptz[], $20::bool[], $21::timestamptz[])
    AS o(id, number, performance_id, organization_id, hold_id, user_id, email, email_normalized, name, phone,
      locale, currency, prices_include_tax, subtotal, fees, tax, token, cancellable_until, cancellation_keeps_fees, expires_at)
), item AS MATERIALIZED (
  SELECT *
  FROM unnest($22::uuid[], $23::uuid[], $24::uuid[], $25::uuid[], $26::int[], $27::text[], $28::text[], $29::text[], $30::text[], $31::uuid[],
    $32::text[], $33::bigint[], $34::bigint[], $35::int[], $36::bigint[], $37::bigint[], $38::text[])
    AS i(id, order_id, performance_id, hold_id, seat_index, label, section, row, number, tier_id, tier_name, price, fee, tax_basis_points, discount, tax, attendee_name)
), held AS (
  UPDATE holds h SET status = 'ordered', order_id = o.id
  FROM ordered o
  WHERE h.id = o.hold_id
), ordering AS (
  INSERT INTO orders (id, number, performance_id, organization_id, hold_id, user_id, email, email_normalized, name, phone, locale, status, currency,
    prices_include_tax, subtotal, discount, fees, tax, total, refunded, token, cancellable_until, cancellation_keeps_fees, created_at, expires_at, paid_at)
  SELECT id, number, performance_id, organization_id, hold_id, user_id, email, email_normalized, name, phone, locale, 'paid', currency,
    prices_include_tax, subtotal, 0, fees, tax, 0, 0, token, cancellable_until, cancellation_keeps_fees, $1, expires_at, $1
  FROM ordered
), items AS (
  INSERT INTO order_items (id, order_id, performance_id, seat_index, label, section, row, number, tier_id, tier_name, price, fee, tax_basis_points,
    discount, tax, total, attendee_name, live)
  SELECT id, order_id, performance_id, seat_index, label, section, row, number, tier_id, tier_name, price, fee, tax_basis_points,
    discount, tax, 0, attendee_name, true
  FROM item
), ticketing AS (
  INSERT INTO tickets (id, order_id, order_item_id, performance_id, seat_index, label, attendee_name, status, issued_at)
  SELECT t.id, i.order_id, i.id, i.performance_id, i.seat_index, i.label, i.attendee_name, 'valid', $1
  FROM unnest($39::uuid[], $40::uuid[]) AS t(id, item_id)
  JOIN item i ON i.id = t.item_id
), telling AS (
  INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, created_at, attempts)
  SELECT id, 'order', order_id, type, payload::jsonb, $1, 0
  FROM unnest($41::uuid[], $42::text[], $43::text[], $44::text[]) AS m(id, order_id, type, payload)
), auditing AS (
  INSERT INTO audit_entries (id, at, actor_id, actor, action, subject_type, subject_id, before, after)
  SELECT id, $1, actor_id, actor, action, 'order', order_id, before::jsonb, after::jsonb
  FROM unnest($45::uuid[], $46::uuid[], $47::text[], $48::text[], $49::text[], $50::text[], $51::text[])
    AS a(id, actor_id, actor, action, order_id, before, after)
), requesting AS (
  INSERT INTO idempotency_keys (id, request_hash, subject_id, created_at)
  SELECT id, hash, order_id, $1
  FROM unnest($52::uuid[], $53::bytea[], $54::uuid[]) AS k(id, hash, order_id)
)
UPDATE seats s
SET status = 2, hold_id = NULL, held_until = NULL, order_id = i.order_id, fence = s.fence + 1
FROM item i
WHERE s.performance_id = i.performance_id AND s.seat_index = i.seat_index AND s.status = 1 AND s.hold_id = i.hold_id
RETURNING s.performance_id, s.seat_index, s.fence
