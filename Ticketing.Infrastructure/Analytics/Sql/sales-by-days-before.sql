-- Seats sold and not returned, by days before the performance, by the venue's clocks. What was sold after its day counts for it.
-- In:  performances
SELECT m.performance_id,
  greatest(0, (p.starts_at AT TIME ZONE p.time_zone)::date - (m.minute AT TIME ZONE p.time_zone)::date) AS days_before,
  sum(m.seats - m.seats_returned)::bigint AS seats
FROM catalog_performances p
JOIN sales_minutes m ON m.performance_id = p.id
WHERE p.id = ANY (@performances)
GROUP BY 1, 2
