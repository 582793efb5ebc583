-- Writes all tickets of a performance whose door has just been opened. Tickets are looked up for each order (OFFSET 0 keeps PostgreSQL from
-- joining the tables): items have no index of all of a performance.
-- In:  performance
INSERT INTO door_tickets (performance_id, ref, ticket_id, order_id, seat_index, tier_name, reduction, state, revoked_at)
SELECT a.performance_id, ('x' || encode(substring(sha256(uuid_send(a.ticket_id)) FOR 8), 'hex'))::bit(64)::bigint,
  a.ticket_id, a.order_id, a.seat_index, a.tier_name, a.reduction, a.state, a.revoked_at
FROM order_contacts o
CROSS JOIN LATERAL (SELECT * FROM admission_tickets t WHERE t.order_id = o.id OFFSET 0) AS a
WHERE o.performance_id = @performance AND o.paid_at IS NOT NULL AND a.performance_id = @performance
ON CONFLICT (performance_id, ref) DO NOTHING
