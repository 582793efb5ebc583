-- Removes those of the changed rows that have become empty: a refund that failed leaves no trace at its minute.
-- In:  the table lines
DELETE FROM sales_minutes m
USING {{lines}} AS l
WHERE m.performance_id = l.performance_id AND m.minute = l.minute AND m.tier_id = l.tier_id AND m.section = l.section
  AND m.channel = l.channel AND m.currency = l.currency
  AND (m.orders, m.seats, m.seats_returned, m.gross, m.fees, m.tax, m.discount, m.refunded) = (0, 0, 0, 0, 0, 0, 0, 0)
