-- A sale before the general one, at some or all dates of an event.
CREATE TABLE presales (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    event_id uuid NOT NULL,
    name varchar(80) NOT NULL,
    opens_at timestamptz NOT NULL,
    closes_at timestamptz NOT NULL,
    categories text[] NOT NULL,
    seats_per_buyer_max integer,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_presales PRIMARY KEY (id),
    CONSTRAINT ck_presales_window CHECK (opens_at < closes_at),
    CONSTRAINT ck_presales_seats CHECK (seats_per_buyer_max > 0),
    CONSTRAINT fk_presales_events_event_id FOREIGN KEY (event_id) REFERENCES events (id) ON DELETE RESTRICT,
    CONSTRAINT fk_presales_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE INDEX ix_presales_event_id ON presales (event_id);

CREATE TABLE presale_dates (
    presale_id uuid NOT NULL,
    performance_id uuid NOT NULL,
    CONSTRAINT pk_presale_dates PRIMARY KEY (presale_id, performance_id),
    CONSTRAINT fk_presale_dates_presales_presale_id FOREIGN KEY (presale_id) REFERENCES presales (id) ON DELETE CASCADE,
    CONSTRAINT fk_presale_dates_performances_performance_id FOREIGN KEY (performance_id) REFERENCES performances (id) ON DELETE CASCADE
);

CREATE INDEX ix_presale_dates_performance_id ON presale_dates (performance_id);

-- A code is compared in its normalized form. The last use is raced for by an UPDATE whose condition is the check below.
CREATE TABLE access_codes (
    id uuid NOT NULL,
    presale_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    code varchar(40) NOT NULL,
    uses_max integer NOT NULL,
    uses integer NOT NULL DEFAULT 0,
    email_normalized varchar(254),
    revoked_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_access_codes PRIMARY KEY (id),
    CONSTRAINT ck_access_codes_uses CHECK (uses >= 0 AND uses <= uses_max),
    CONSTRAINT fk_access_codes_presales_presale_id FOREIGN KEY (presale_id) REFERENCES presales (id) ON DELETE CASCADE,
    CONSTRAINT fk_access_codes_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_access_codes_organization_id_code ON access_codes (organization_id, code);
CREATE INDEX ix_access_codes_presale_id_code ON access_codes (presale_id, code);
CREATE INDEX ix_access_codes_email_normalized ON access_codes (email_normalized) WHERE email_normalized IS NOT NULL;

-- The presales of each performance, as sales read them.
CREATE VIEW presale_windows AS
SELECT d.performance_id, p.id, p.name, p.opens_at, p.closes_at, p.categories, p.seats_per_buyer_max
FROM presale_dates d
LEFT JOIN presales p ON p.id = d.presale_id;

-- The code whose use an order has. No foreign key: docs/decisions/0005-no-foreign-keys-on-the-hot-path.md.
ALTER TABLE orders ADD COLUMN access_code_id uuid;
