-- When a tier is sold within the sale of its performance, and how many of its seats an order can have.
ALTER TABLE price_tiers
  ADD COLUMN opens_at timestamptz,
  ADD COLUMN closes_at timestamptz,
  ADD COLUMN per_order_min integer,
  ADD COLUMN per_order_max integer,
  ADD CONSTRAINT ck_price_tiers_window CHECK (closes_at > opens_at),
  ADD CONSTRAINT ck_price_tiers_per_order CHECK (per_order_min >= 1 AND per_order_max >= coalesce(per_order_min, 1));

CREATE OR REPLACE VIEW catalog_tiers AS
SELECT id, performance_id, ordinal, name, category, color, price, fee, tax_basis_points, opens_at, closes_at, per_order_min, per_order_max
FROM price_tiers;
