-- Tiers that are sold to holders of an access code only, also in the general sale.
ALTER TABLE price_tiers ADD COLUMN by_code boolean NOT NULL DEFAULT false;

-- Counts of free seats for buyers leave these tiers out.
CREATE INDEX ix_price_tiers_by_code ON price_tiers (performance_id, category) WHERE by_code;

CREATE OR REPLACE VIEW catalog_tiers AS
SELECT id, performance_id, ordinal, name, category, color, price, fee, tax_basis_points, opens_at, closes_at, per_order_min, per_order_max, by_code
FROM price_tiers;
