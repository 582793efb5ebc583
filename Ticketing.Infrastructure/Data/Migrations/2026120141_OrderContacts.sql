-- Orders as messages to buyers choose them: docs/messages.md. A view is replaced by a later migration, never edited here.
CREATE VIEW order_contacts AS
SELECT id, number, organization_id, performance_id, email, email_normalized, status, paid_at
FROM orders;

-- The seats of orders by the names of their price tiers.
CREATE VIEW order_tiers AS
SELECT order_id, performance_id, tier_name, live
FROM order_items;
