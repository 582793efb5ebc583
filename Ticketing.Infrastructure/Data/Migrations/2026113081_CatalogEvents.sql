-- An organization's events, also those without a performance: catalog_performances has only events with one.
CREATE VIEW catalog_events AS
SELECT id, organization_id, slug, title, category, artwork_seed, status, created_at
FROM events;
