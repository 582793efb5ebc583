-- Reduced prices and group prices of tiers, as JSON with their period: an order has those that were in force when its hold was made.
CREATE TABLE tier_offers (
    id uuid NOT NULL,
    tier_id uuid NOT NULL,
    performance_id uuid NOT NULL,
    terms jsonb NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz,
    CONSTRAINT pk_tier_offers PRIMARY KEY (id),
    CONSTRAINT ck_tier_offers_period CHECK (until_at >= from_at),
    CONSTRAINT fk_tier_offers_price_tiers_tier_id FOREIGN KEY (tier_id) REFERENCES price_tiers (id) ON DELETE CASCADE
);

CREATE INDEX ix_tier_offers_performance_id ON tier_offers (performance_id);

-- A tier has one period in force.
CREATE UNIQUE INDEX ix_tier_offers_tier_id ON tier_offers (tier_id) WHERE until_at IS NULL;

CREATE VIEW catalog_tier_offers AS
SELECT performance_id, tier_id, terms, from_at, until_at
FROM tier_offers;

-- Columns without a default: rows without a reduction are as large as before.
ALTER TABLE holds ADD COLUMN reductions jsonb;
ALTER TABLE order_items ADD COLUMN full_price bigint;
ALTER TABLE order_items ADD COLUMN reduction varchar(60);
