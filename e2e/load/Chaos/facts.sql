-- What consumers of facts have made of them, against the truth. One row: each column counts violations.
WITH truth AS (
  SELECT performance_id, count(*) AS orders, sum(total) AS total, sum(refunded) AS refunded
  FROM orders WHERE paid_at IS NOT NULL GROUP BY performance_id
), figures AS (
  SELECT performance_id, sum(orders) AS orders, sum(gross - discount) AS total, sum(refunded) AS refunded
  FROM sales_minutes GROUP BY performance_id
), seat_counts AS (
  SELECT performance_id, count(*) FILTER (WHERE status = 2) AS sold, count(*) FILTER (WHERE status < 2) AS others
  FROM seats GROUP BY performance_id
), kept_counts AS (
  SELECT performance_id, sum(sold) AS sold, sum(free + held) AS others
  FROM availability GROUP BY performance_id
)
SELECT
  -- Facts of paid orders that led to no mail, waiting or sent.
  (SELECT count(*) FROM outbox o WHERE o.type = 'order.paid'
    AND NOT EXISTS (SELECT FROM mail_jobs j WHERE j.id = o.id)
    AND NOT EXISTS (SELECT FROM sent_mails s WHERE s.event_id = o.id)) AS "factsLost",
  -- Paid orders without a fact.
  (SELECT count(*) FROM orders o WHERE o.paid_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM outbox f WHERE f.type = 'order.paid' AND f.aggregateid = o.id::text)) AS "ordersWithoutFact",
  -- Performances whose sales figures differ from their orders, to the cent.
  (SELECT count(*) FROM truth t FULL JOIN figures f USING (performance_id)
    WHERE (t.orders, t.total, t.refunded) IS DISTINCT FROM (f.orders, f.total, f.refunded)) AS "salesWrong",
  -- Performances whose kept seat counts differ from their seats. Holds may expire meanwhile: held seats count as free.
  (SELECT count(*) FROM seat_counts s FULL JOIN kept_counts k USING (performance_id)
    WHERE (s.sold, s.others) IS DISTINCT FROM (k.sold, k.others)) AS "availabilityWrong",
  -- New holds of the funnel that are too many or too few, against the facts: each counts once.
  abs(
    (SELECT coalesce(sum(d.holds), 0) FROM analytics_days d)
    - (SELECT coalesce(sum(h.holds::bigint), 0) FROM outbox o
        CROSS JOIN LATERAL jsonb_array_elements_text(o.payload->'holds') AS h (holds)
        WHERE o.type = 'seats.changed'))::bigint AS "funnelWrong",
  (SELECT count(*) FROM dead_letters) AS "deadLetters"
