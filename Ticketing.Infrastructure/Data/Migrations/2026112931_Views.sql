-- What features publish of their tables for others' SQL: docs/architecture.md. A view is replaced by a later migration, never edited here.

-- Who sells, and on what terms.
CREATE VIEW organization_terms AS
SELECT id, name, prices_include_tax, refund_hours_before, refund_keeps_fee
FROM organizations;

-- A performance with its event, venue and organization. Foreign keys see to it that they exist; with left joins PostgreSQL does not
-- read those that a query takes no column of.
CREATE VIEW catalog_performances AS
SELECT p.id, p.event_id, p.organization_id, p.compiled_plan_id, p.starts_at, p.doors_at, p.ends_at, p.on_sale_at, p.off_sale_at, p.status,
  p.currency, p.seat_count, p.seats_per_order_max, p.seats_per_buyer_max, p.hold_seconds, p.no_single_seats, p.attendee_names,
  e.title AS event_title, e.slug AS event_slug, e.status AS event_status,
  v.name AS venue_name, v.city, v.time_zone,
  o.name AS organization_name, o.prices_include_tax, o.refund_hours_before, o.refund_keeps_fee
FROM performances p
LEFT JOIN events e ON e.id = p.event_id
LEFT JOIN venues v ON v.id = p.venue_id
LEFT JOIN organization_terms o ON o.id = p.organization_id;

CREATE VIEW catalog_tiers AS
SELECT id, performance_id, ordinal, name, category, color, price, fee, tax_basis_points
FROM price_tiers;

-- Which order a payment at the provider is for.
CREATE VIEW payment_orders AS
SELECT provider_payment_id, order_id
FROM payments;
