-- Locks and reads the holds of a batch of orders. The buyers' advisory locks are taken by an earlier statement, so that this
-- statement's snapshot includes all their orders.
-- In:  the table requests of OrderStatement: no, hold_id, email (the buyer's), user_id or null, proven, request_id or null
--      Which orders count towards the limit: see BuyerToCount.
--      Lock order: holds by id.
--      A buyer's orders are counted by conditions that only an index of the buyer serves: a comparison of rows, and IS NOT DISTINCT
--      FROM. With equality, a plan made while the table is nearly empty may use the index of the performance, and read all its orders.
-- Out: one row per existing hold.
SELECT r.no, h.id, h.performance_id, h.owner_hash, h.status, h.seats, h.tiers, h.prices, h.fees, h.expires_at, h.expires_hard_at,
  (SELECT count(*) FROM orders o JOIN order_items i ON i.order_id = o.id AND i.live
    WHERE (o.email_normalized, o.performance_id) >= (r.email, h.performance_id)
      AND (o.email_normalized, o.performance_id) <= (r.email, h.performance_id)
      AND (NOT r.proven OR o.status <> 'awaiting-payment' OR o.user_id = r.user_id
        OR EXISTS (SELECT 1 FROM holds own WHERE own.id = o.hold_id AND own.owner_hash = h.owner_hash)))
  + CASE WHEN r.user_id IS NULL THEN 0 ELSE
    (SELECT count(*) FROM orders o JOIN order_items i ON i.order_id = o.id AND i.live
      WHERE o.user_id = r.user_id AND o.performance_id IS NOT DISTINCT FROM h.performance_id AND o.email_normalized <> r.email) END AS seats_of_buyer,
  coalesce(
    (SELECT o.request_hash FROM orders o WHERE o.request_id = r.request_id),
    (SELECT k.request_hash FROM idempotency_keys k WHERE k.id = r.request_id)) AS request_hash
FROM {{requests}} AS r
JOIN holds h ON h.id = r.hold_id
ORDER BY h.id
FOR UPDATE OF h
