-- The money of shifts. Of refunds those count that were handed over: paid at once, or settled by hand afterwards.
-- In:  shifts
SELECT s.id, coalesce(p.cash, 0)::bigint AS cash_in, coalesce(r.cash, 0)::bigint AS cash_out, coalesce(p.terminal, 0)::bigint AS terminal,
  coalesce(p.payments, 0)::int AS payments
FROM unnest(@shifts::uuid[]) AS s(id)
LEFT JOIN LATERAL (
  SELECT sum(p.amount) FILTER (WHERE p.provider = 'cash') AS cash, sum(p.amount) FILTER (WHERE p.provider = 'terminal') AS terminal,
    count(DISTINCT p.order_id) AS payments
  FROM payments p
  WHERE p.shift_id = s.id AND p.status = 'succeeded'
) p ON true
LEFT JOIN LATERAL (
  SELECT sum(r.amount) AS cash
  FROM refunds r
  JOIN payments t ON t.id = r.payment_id
  WHERE r.shift_id = s.id AND t.provider = 'cash' AND (r.status = 'succeeded' OR r.resolution = 'paid-otherwise')
) r ON true
