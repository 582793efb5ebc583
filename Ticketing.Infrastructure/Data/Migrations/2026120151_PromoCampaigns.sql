-- Promo codes in bulk, with common terms that every code copies.
CREATE TABLE promo_campaigns (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    event_id uuid,
    name varchar(80) NOT NULL,
    kind varchar(24) NOT NULL,
    value bigint NOT NULL,
    per_item boolean NOT NULL,
    currency varchar(3),
    take integer,
    free integer,
    categories text[] NOT NULL,
    valid_from timestamptz,
    valid_until timestamptz,
    minimum_amount bigint NOT NULL,
    uses_max integer,
    uses_per_buyer_max integer,
    is_active boolean NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid,
    CONSTRAINT pk_promo_campaigns PRIMARY KEY (id),
    CONSTRAINT ck_promo_campaigns_group CHECK ((kind = 'group') = (take IS NOT NULL AND free IS NOT NULL)),
    CONSTRAINT fk_promo_campaigns_events_event_id FOREIGN KEY (event_id) REFERENCES events (id) ON DELETE RESTRICT,
    CONSTRAINT fk_promo_campaigns_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE INDEX ix_promo_campaigns_organization_id ON promo_campaigns (organization_id, id);

-- Codes from before have no campaign and stay active.
ALTER TABLE promo_codes ADD COLUMN campaign_id uuid;
ALTER TABLE promo_codes ADD COLUMN is_active boolean NOT NULL DEFAULT true;
ALTER TABLE promo_codes ADD COLUMN take integer;
ALTER TABLE promo_codes ADD COLUMN free integer;
ALTER TABLE promo_codes ADD CONSTRAINT ck_promo_codes_group CHECK ((kind = 'group') = (take IS NOT NULL AND free IS NOT NULL));
ALTER TABLE promo_codes ADD CONSTRAINT fk_promo_codes_promo_campaigns_campaign_id
    FOREIGN KEY (campaign_id) REFERENCES promo_campaigns (id) ON DELETE RESTRICT;

CREATE INDEX ix_promo_codes_campaign_id_code ON promo_codes (campaign_id, code);
