CREATE TABLE admission_links (
    id uuid NOT NULL,
    performance_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    number integer NOT NULL,
    name varchar(80) NOT NULL,
    people integer NOT NULL,
    is_personal boolean NOT NULL,
    used integer NOT NULL,
    valid_until timestamptz,
    made_at timestamptz NOT NULL,
    made_by varchar(254) NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT pk_admission_links PRIMARY KEY (id),
    CONSTRAINT fk_admission_links_waiting_rooms_performance_id FOREIGN KEY (performance_id) REFERENCES waiting_rooms (performance_id) ON DELETE RESTRICT,
    CONSTRAINT fk_admission_links_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT ck_admission_links_used CHECK (used >= 0 AND used <= people)
);
CREATE UNIQUE INDEX ix_admission_links_performance_id_number ON admission_links (performance_id, number);
CREATE INDEX ix_admission_links_organization_id ON admission_links (organization_id);

-- A use is one person's: of a personal link the first who came by it.
CREATE TABLE admission_link_uses (
    link_id uuid NOT NULL,
    use integer NOT NULL,
    owner bytea NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_admission_link_uses PRIMARY KEY (link_id, use),
    CONSTRAINT fk_admission_link_uses_admission_links_link_id FOREIGN KEY (link_id) REFERENCES admission_links (id) ON DELETE CASCADE
);
CREATE INDEX ix_admission_link_uses_link_id_owner ON admission_link_uses (link_id, owner);
