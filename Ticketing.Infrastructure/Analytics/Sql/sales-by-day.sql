-- Seats sold and not returned, by day of the venue.
-- In:  performances, since
SELECT m.performance_id, (m.minute AT TIME ZONE p.time_zone)::date AS day, sum(m.seats - m.seats_returned)::bigint AS seats
FROM catalog_performances p
JOIN sales_minutes m ON m.performance_id = p.id AND m.minute >= @since
WHERE p.id = ANY (@performances)
GROUP BY 1, 2
