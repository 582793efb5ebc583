-- Adds differences to the figures.
-- In:  the table lines
INSERT INTO sales_minutes AS m (performance_id, minute, tier_id, section, channel, currency,
  orders, seats, seats_returned, gross, fees, tax, discount, refunded)
SELECT performance_id, minute, tier_id, section, channel, currency, orders, seats, seats_returned, gross, fees, tax, discount, refunded
FROM {{lines}} AS l
ON CONFLICT (performance_id, minute, tier_id, section, channel, currency) DO UPDATE
SET orders = m.orders + excluded.orders, seats = m.seats + excluded.seats, seats_returned = m.seats_returned + excluded.seats_returned,
  gross = m.gross + excluded.gross, fees = m.fees + excluded.fees, tax = m.tax + excluded.tax,
  discount = m.discount + excluded.discount, refunded = m.refunded + excluded.refunded
