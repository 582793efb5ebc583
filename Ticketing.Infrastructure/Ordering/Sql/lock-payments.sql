-- Locks payments ($1, the provider's ids).                               Lock order: behind their orders, in the orders' order.
SELECT p.id
FROM payments p
WHERE p.provider_payment_id = ANY ($1::text[])
ORDER BY p.order_id, p.id
FOR UPDATE
