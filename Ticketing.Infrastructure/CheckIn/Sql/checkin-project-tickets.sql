-- Writes the tickets of orders as they are now, of doors that are open. A dispute that was lost stays one.
-- In:  orders (uuid[]), performances (uuid[]), disputed (uuid[], orders whose dispute was lost)
-- Out: performance_id and ref of what has changed, and whether its admission has
WITH wanted AS MATERIALIZED (
  SELECT a.performance_id, ('x' || encode(substring(sha256(uuid_send(a.ticket_id)) FOR 8), 'hex'))::bit(64)::bigint AS ref,
    a.ticket_id, a.order_id, a.seat_index, a.tier_name, a.reduction,
    CASE WHEN a.state = 'refunded' AND a.order_id = ANY (@disputed) THEN 'disputed' ELSE a.state END AS state, a.revoked_at
  FROM admission_tickets a
  WHERE a.order_id = ANY (@orders) AND a.performance_id = ANY (@performances)
)
INSERT INTO door_tickets AS d (performance_id, ref, ticket_id, order_id, seat_index, tier_name, reduction, state, revoked_at)
SELECT performance_id, ref, ticket_id, order_id, seat_index, tier_name, reduction, state, revoked_at
FROM wanted
ORDER BY performance_id, ref
ON CONFLICT (performance_id, ref) DO UPDATE
SET seat_index = excluded.seat_index, tier_name = excluded.tier_name, reduction = excluded.reduction,
  state = CASE WHEN d.state = 'disputed' AND excluded.state = 'refunded' THEN d.state ELSE excluded.state END, revoked_at = excluded.revoked_at
WHERE (d.seat_index, d.tier_name, d.reduction, d.state, d.revoked_at) IS DISTINCT FROM
  (excluded.seat_index, excluded.tier_name, excluded.reduction,
    CASE WHEN d.state = 'disputed' AND excluded.state = 'refunded' THEN d.state ELSE excluded.state END, excluded.revoked_at)
RETURNING d.performance_id, d.ref
