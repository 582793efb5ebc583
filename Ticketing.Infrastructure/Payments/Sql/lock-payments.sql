-- Locks payments (intents: the provider's ids).                               Lock order: after their orders, by order id and id.
SELECT p.id
FROM payments p
WHERE p.provider_payment_id = ANY (@intents::text[])
ORDER BY p.order_id, p.id
FOR UPDATE
