-- The lock keeps an endpoint from being deleted until its deliveries are committed.
SELECT id, organization_id, types, created_at
FROM webhook_endpoints
WHERE organization_id = ANY (@organizations) AND status = 'active' AND types && @types
FOR KEY SHARE
