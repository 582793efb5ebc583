-- A performance that is sold out and begins within the hour, orders of three tickets, with its door, gates and devices.
-- In: performance, gates (uuid[]), devices (uuid[]), keys (bytea[])
SET session_replication_role = replica;

UPDATE performances SET starts_at = now() + interval '30 minutes', doors_at = now() - interval '30 minutes', ends_at = now() + interval '4 hours'
WHERE id = @performance;
UPDATE seats SET status = 2 WHERE performance_id = @performance;

CREATE FUNCTION pg_temp.name(n integer) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT (ARRAY['Ada','Ben','Carla','David','Elif','Fred','Greta','Hugo','Ines','Jan','Kim','Lea','Max','Nora','Omar','Pia','Quinn','Rosa','Sam','Tom'])[1 + n % 20]
       || ' ' || initcap(s[1 + n % 17] || s[1 + n / 17 % 17] || s[1 + n / 289 % 17])
     FROM (SELECT ARRAY['ka','lo','mi','ren','sta','vel','dor','pha','qui','tan','bel','cor','fin','gar','hul','jas','kel'] AS s) AS syllables $$;

INSERT INTO orders (id, number, performance_id, organization_id, hold_id, email, email_normalized, name, locale, status, currency, prices_include_tax,
  subtotal, discount, fees, tax, total, refunded, cancellation_keeps_fees, created_at, expires_at, paid_at)
SELECT md5('o' || n)::uuid, 'D-' || lpad(n::text, 8, '0'), p.id, p.organization_id, md5('h' || n)::uuid, 'd' || n || '@load.example', 'd' || n || '@load.example',
  pg_temp.name(n), 'en', 'paid', 'EUR', true, 0, 0, 0, 0, 0, 0, false, now(), now(), now()
FROM performances p, generate_series(0, (p.seat_count - 1) / 3) AS n
WHERE p.id = @performance;

INSERT INTO order_items (id, order_id, performance_id, seat_index, label, section, row, number, tier_id, tier_name, price, fee, tax_basis_points,
  discount, tax, total, live, ticket_status)
SELECT md5('i' || n)::uuid, md5('o' || n / 3)::uuid, p.id, n, 'S-' || n, 'S', '1', n::text, t.id, t.name, 0, 0, 0, 0, 0, 0, true, 'valid'
FROM performances p JOIN price_tiers t ON t.performance_id = p.id, generate_series(0, p.seat_count - 1) AS n
WHERE p.id = @performance;

INSERT INTO gates (id, organization_id, venue_id, name, sections, created_at)
SELECT g.id, p.organization_id, p.venue_id, 'Gate ' || g.no, '{}', now()
FROM performances p, unnest(@gates) WITH ORDINALITY AS g(id, no)
WHERE p.id = @performance;

INSERT INTO performance_gates (performance_id, gate_id, policy, tiers) SELECT @performance, g.id, 'reentry', '{}' FROM unnest(@gates) AS g(id);

INSERT INTO devices (id, organization_id, name, performance_ids, gate_ids, capabilities, public_key, enrolled_at, expires_at, created_at)
SELECT d.id, p.organization_id, 'Phone ' || d.no, ARRAY[p.id], '{}',
  CASE WHEN d.no = cardinality(@devices) THEN ARRAY['scan', 'search', 'undo'] ELSE ARRAY['scan'] END, d.key, now(), now() + interval '10 hours', now()
FROM performances p, unnest(@devices, @keys) WITH ORDINALITY AS d(id, key, no)
WHERE p.id = @performance;

INSERT INTO checkin_doors (performance_id, organization_id, seq, epoch, opened_at)
SELECT p.id, p.organization_id, 0, gen_random_uuid(), now() FROM performances p WHERE p.id = @performance;

INSERT INTO door_tickets (performance_id, ref, ticket_id, order_id, seat_index, tier_name, state)
SELECT performance_id, ('x' || encode(substring(sha256(uuid_send(id)) FOR 8), 'hex'))::bit(64)::bigint, id, order_id, seat_index, tier_name, 'valid'
FROM order_items WHERE performance_id = @performance;

SET session_replication_role = origin;
ANALYZE orders, order_items, door_tickets;
