-- Locks the orders of payments (intents: the provider's ids).                 Lock order: by id; before their payments.
SELECT o.id
FROM orders o
WHERE o.id IN (SELECT p.order_id FROM payment_orders p WHERE p.provider_payment_id = ANY (@intents::text[]))
ORDER BY o.id
FOR UPDATE
