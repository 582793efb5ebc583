-- Refunds of the payments that paid orders, and lost disputes of these payments. Differences of exchanges are not among them: the orders'
-- totals are lower by them.
-- In:  orders
SELECT p.order_id, r.created_at AS at, r.amount, r.status, r.resolution
FROM payments p
JOIN refunds r ON r.payment_id = p.id
WHERE p.order_id = ANY (@orders) AND p.status = 'succeeded' AND NOT r.for_exchange
UNION ALL
SELECT p.order_id, d.updated_at, d.amount, NULL, NULL
FROM payments p
JOIN dispute_cases d ON d.provider_payment_id = p.provider_payment_id AND d.status = 'lost'
WHERE p.order_id = ANY (@orders) AND p.status = 'succeeded'
