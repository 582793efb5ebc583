-- Whose an event is, and which of the asked performances are its own.
-- In:  event, asked
SELECT e.organization_id, ARRAY(SELECT p.id FROM catalog_performances p WHERE p.id = ANY (@asked) AND p.event_id = e.id) AS own
FROM catalog_events e
WHERE e.id = @event
