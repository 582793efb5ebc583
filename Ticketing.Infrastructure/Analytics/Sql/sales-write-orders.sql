-- Stores what orders contribute. The id of the transaction is written even if the contribution is the same: a rebuild looks at the orders
-- that were read again after its snapshot.
-- In:  the table orders (order_id, performance_id, currency, lines)
INSERT INTO order_sales AS s (order_id, performance_id, currency, lines)
SELECT order_id, performance_id, currency, lines::jsonb
FROM {{orders}} AS o
ON CONFLICT (order_id) DO UPDATE
SET performance_id = excluded.performance_id, currency = excluded.currency, lines = excluded.lines, txid = pg_current_xact_id()
