-- The event's category and artwork, for the pictures of orders. Columns are added at the end: the others stay as they are.
CREATE OR REPLACE VIEW catalog_performances AS
SELECT p.id, p.event_id, p.organization_id, p.compiled_plan_id, p.starts_at, p.doors_at, p.ends_at, p.on_sale_at, p.off_sale_at, p.status,
  p.currency, p.seat_count, p.seats_per_order_max, p.seats_per_buyer_max, p.hold_seconds, p.no_single_seats, p.attendee_names,
  e.title AS event_title, e.slug AS event_slug, e.status AS event_status,
  v.name AS venue_name, v.city, v.time_zone,
  o.name AS organization_name, o.prices_include_tax, o.refund_hours_before, o.refund_keeps_fee,
  e.category AS event_category, e.artwork_seed AS event_artwork_seed
FROM performances p
LEFT JOIN events e ON e.id = p.event_id
LEFT JOIN venues v ON v.id = p.venue_id
LEFT JOIN organization_terms o ON o.id = p.organization_id;

-- Places of an area are interchangeable and have no numbers.
UPDATE order_items SET number = '' WHERE row = '' AND number <> '';
