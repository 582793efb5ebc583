-- Writes a batch of new orders that are paid at once: the holds and seats change owner, order, items, tickets, facts are
-- added. All of it in one statement; the caller has locked the holds and checks the count of seats before it commits.
-- In:  $1 now
--      orders     $2 id … $23 hash of the request
--      items      $24 id … $40
--      tickets    $41 id, $42 item
--      outbox     $43 id, $44 order, $45 type, $46 payload
--      audit      $47 id, $48 actor's account, $49 actor, $50 action, $51 order, $52 before, $53 after
-- Out: performance, index and fence of each seat sold.
WITH ordered AS MATERIALIZED (
  SELECT *
  FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::bool[], $15::bigint[], $16::bigint[], $17::bigint[], $18::text[], $19::timestamptz[], $20::bool[], $21::timestamptz[],
    $22::uuid[], $23::bytea[])
    AS o(id, number, performance_id, organization_id, hold_id, user_id, email, email_normalized, name, phone,
      locale, currency, prices_include_tax, subtotal, fees, tax, token, cancellable_until, cancellation_keeps_fees, expires_at,
      request_id, request_hash)
), item AS MATERIALIZED (
  SELECT *
  FROM unnest($24::uuid[], $25::uuid[], $26::uuid[], $27::uuid[], $28::int[], $29::text[], $30::text[], $31::text[], $32::text[], $33::uuid[],
    $34::text[], $35::bigint[], $36::bigint[], $37::int[], $38::bigint[], $39::bigint[], $40::text[])
    AS i(id, order_id, performance_id, hold_id, seat_index, label, section, row, number, tier_id, tier_name, price, fee, tax_basis_points, discount, tax, attendee_name)
), held AS (
  UPDATE holds h SET status = 'ordered', order_id = o.id
  FROM ordered o
  WHERE h.id = o.hold_id
), ordering AS (
  INSERT INTO orders (id, number, performance_id, organization_id, hold_id, user_id, email, email_normalized, name, phone, locale, status, currency,
    prices_include_tax, subtotal, discount, fees, tax, total, refunded, token, cancellable_until, cancellation_keeps_fees, created_at, expires_at, paid_at,
    request_id, request_hash)
  SELECT id, number, performance_id, organization_id, hold_id, user_id, email, email_normalized, name, phone, locale, 'paid', currency,
    prices_include_tax, subtotal, 0, fees, tax, 0, 0, token, cancellable_until, cancellation_keeps_fees, $1, expires_at, $1,
    request_id, request_hash
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
  FROM unnest($41::uuid[], $42::uuid[]) AS t(id, item_id)
  JOIN item i ON i.id = t.item_id
), telling AS (
  INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, created_at, attempts)
  SELECT id, 'order', order_id, type, payload::jsonb, $1, 0
  FROM unnest($43::uuid[], $44::text[], $45::text[], $46::text[]) AS m(id, order_id, type, payload)
), auditing AS (
  INSERT INTO audit_entries (id, at, actor_id, actor, action, subject_type, subject_id, before, after)
  SELECT id, $1, actor_id, actor, action, 'order', order_id, before::jsonb, after::jsonb
  FROM unnest($47::uuid[], $48::uuid[], $49::text[], $50::text[], $51::text[], $52::text[], $53::text[])
    AS a(id, actor_id, actor, action, order_id, before, after)
)
UPDATE seats s
SET status = 2, hold_id = NULL, held_until = NULL, order_id = i.order_id, fence = s.fence + 1
FROM item i
WHERE s.performance_id = i.performance_id AND s.seat_index = i.seat_index AND s.status = 1 AND s.hold_id = i.hold_id
RETURNING s.performance_id, s.seat_index, s.fence
