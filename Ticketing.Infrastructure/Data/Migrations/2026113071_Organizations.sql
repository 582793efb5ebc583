-- Whether an organization may sell, what it may have, and who asked whom to join.

-- The default is for the rows that exist and for rows written by scripts; the application names the status of each new one.
ALTER TABLE organizations
    ADD COLUMN status varchar(24) NOT NULL DEFAULT 'approved',
    ADD COLUMN status_reason varchar(500),
    ADD COLUMN decided_at timestamptz,
    ADD COLUMN decided_by uuid,
    ADD COLUMN plan varchar(24) NOT NULL DEFAULT 'free',
    ADD COLUMN country varchar(2),
    ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT ck_organizations_status CHECK (status IN ('pending', 'approved', 'suspended')),
    ADD CONSTRAINT ck_organizations_plan CHECK (plan IN ('free', 'pro', 'enterprise'));

ALTER TABLE members ADD COLUMN since timestamptz NOT NULL DEFAULT now();

CREATE TABLE member_invitations (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    email varchar(254) NOT NULL,
    email_normalized varchar(254) NOT NULL,
    role varchar(24) NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid,
    mails integer NOT NULL,
    sent_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT pk_member_invitations PRIMARY KEY (id),
    CONSTRAINT fk_member_invitations_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX ix_member_invitations_token_hash ON member_invitations (token_hash);

-- One open invitation of an address.
CREATE UNIQUE INDEX ix_member_invitations_open ON member_invitations (organization_id, email_normalized)
    WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- Permissions within an organization come from memberships alone.
DELETE FROM user_roles WHERE role_id IN (SELECT id FROM roles WHERE name = 'organizer');
DELETE FROM roles WHERE name = 'organizer';

-- Terms with the status. Columns are added at the end: the others stay as they are.
CREATE OR REPLACE VIEW organization_terms AS
SELECT id, name, prices_include_tax, refund_hours_before, refund_keeps_fee, status
FROM organizations;

-- Whether an event is shown and sold to the public: the one place that decides it. An expression, which PostgreSQL inlines.
CREATE FUNCTION event_is_public(event_status text, organization_status text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(event_status <> 'draft' AND organization_status = 'approved', false)
$$;

CREATE VIEW event_visibility AS
SELECT e.id AS event_id, event_is_public(e.status, o.status) AS is_public
FROM events e
LEFT JOIN organization_terms o ON o.id = e.organization_id;

CREATE OR REPLACE VIEW catalog_performances AS
SELECT p.id, p.event_id, p.organization_id, p.compiled_plan_id, p.starts_at, p.doors_at, p.ends_at, p.on_sale_at, p.off_sale_at, p.status,
  p.currency, p.seat_count, p.seats_per_order_max, p.seats_per_buyer_max, p.hold_seconds, p.no_single_seats, p.attendee_names,
  e.title AS event_title, e.slug AS event_slug, e.status AS event_status,
  v.name AS venue_name, v.city, v.time_zone,
  o.name AS organization_name, o.prices_include_tax, o.refund_hours_before, o.refund_keeps_fee,
  e.category AS event_category, e.artwork_seed AS event_artwork_seed,
  event_is_public(e.status, o.status) AS is_public
FROM performances p
LEFT JOIN events e ON e.id = p.event_id
LEFT JOIN venues v ON v.id = p.venue_id
LEFT JOIN organization_terms o ON o.id = p.organization_id;
