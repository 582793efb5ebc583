-- Lets a search of a common word read the organization's orders only.
CREATE INDEX ix_order_search_organization_id ON order_search (organization_id);
