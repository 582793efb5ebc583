-- Locks and reads the holds that a batch of orders is for. The buyers' advisory locks are taken before, in a statement of their
-- own, so that this one's snapshot has every order of theirs in it.
-- In:  the table requests of OrderStatement: no, hold_id, email (the buyer's), user_id or null, request_id or null
--      Lock order: holds by id.
-- Out: one row for each hold that there is.
SELECT r.no, h.id, h.performance_id, h.owner_hash, h.status, h.seats, h.tiers, h.prices, h.fees, h.expires_at, h.expires_hard_at,
  (SELECT count(*) FROM orders o JOIN order_items i ON i.order_id = o.id AND i.live
    WHERE o.email_normalized = r.email AND o.performance_id = h.performance_id)
  + CASE WHEN r.user_id IS NULL THEN 0 ELSE
    (SELECT count(*) FROM orders o JOIN order_items i ON i.order_id = o.id AND i.live
      WHERE o.user_id = r.user_id AND o.performance_id = h.performance_id AND o.email_normalized <> r.email) END AS seats_of_buyer,
  coalesce(
    (SELECT o.request_hash FROM orders o WHERE o.request_id = r.request_id),
    (SELECT k.request_hash FROM idempotency_keys k WHERE k.id = r.request_id)) AS request_hash
FROM {{requests}} AS r
JOIN holds h ON h.id = r.hold_id
ORDER BY h.id
FOR UPDATE OF h
