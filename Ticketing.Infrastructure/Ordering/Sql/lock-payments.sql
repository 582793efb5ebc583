-- Locks payments (intents: the provider's ids).                               Lock order: behind their orders, in the orders' order.
SELECT p.id
FROM payments p
WHERE p.provider_payment_id = ANY (@intents::text[])
ORDER BY p.order_id, p.id
FOR UPDATE
