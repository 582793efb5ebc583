-- Tickets as the door knows them, without persons but for the name to show. A replaced ticket admits no more, whatever its item's does.
CREATE VIEW admission_tickets AS
SELECT i.id AS ticket_id, i.performance_id, i.order_id, i.seat_index, i.tier_name, i.reduction,
  CASE
    WHEN i.ticket_status <> 'void' THEN 'valid'
    WHEN i.exchanged_at IS NOT NULL THEN 'replaced'
    WHEN o.status = 'cancelled' THEN 'cancelled'
    ELSE 'refunded'
  END AS state,
  i.ticket_voided_at AS revoked_at, o.number AS order_number, coalesce(nullif(i.attendee_name, ''), o.name, '') AS name
FROM order_items i
LEFT JOIN orders o ON o.id = i.order_id
WHERE i.ticket_status IS NOT NULL
UNION ALL
SELECT r.id AS ticket_id, i.performance_id, i.order_id, i.seat_index, i.tier_name, i.reduction, 'replaced' AS state,
  r.replaced_at AS revoked_at, o.number AS order_number, '' AS name
FROM replaced_tickets r
LEFT JOIN order_items i ON i.id = r.order_item_id
LEFT JOIN orders o ON o.id = i.order_id;

CREATE TABLE gates (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    venue_id uuid NOT NULL,
    name varchar(60) NOT NULL,
    sections text[] NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_gates PRIMARY KEY (id),
    CONSTRAINT fk_gates_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_gates_venues_venue_id FOREIGN KEY (venue_id) REFERENCES venues (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ux_gates_venue_id_name ON gates (venue_id, name);
CREATE INDEX ix_gates_organization_id ON gates (organization_id);

CREATE TABLE performance_gates (
    performance_id uuid NOT NULL,
    gate_id uuid NOT NULL,
    policy varchar(24) NOT NULL,
    opens_at timestamptz,
    closes_at timestamptz,
    capacity integer,
    tiers text[] NOT NULL,
    CONSTRAINT pk_performance_gates PRIMARY KEY (performance_id, gate_id),
    CONSTRAINT fk_performance_gates_performances_performance_id FOREIGN KEY (performance_id) REFERENCES performances (id) ON DELETE CASCADE,
    CONSTRAINT fk_performance_gates_gates_gate_id FOREIGN KEY (gate_id) REFERENCES gates (id) ON DELETE CASCADE
);

CREATE INDEX ix_performance_gates_gate_id ON performance_gates (gate_id);

-- A performance whose tickets are checked. Its row is locked last, and until the commit: numbers of changes become visible in their order.
CREATE TABLE checkin_doors (
    performance_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    seq bigint NOT NULL,
    epoch uuid NOT NULL,
    capacity integer,
    opened_at timestamptz NOT NULL,
    CONSTRAINT pk_checkin_doors PRIMARY KEY (performance_id),
    CONSTRAINT fk_checkin_doors_performances_performance_id FOREIGN KEY (performance_id) REFERENCES performances (id) ON DELETE CASCADE
);

CREATE INDEX ix_checkin_doors_organization_id ON checkin_doors (organization_id);

-- Tickets of doors, by facts about orders. No names: packs read them where they are kept.
CREATE TABLE door_tickets (
    performance_id uuid NOT NULL,
    ref bigint NOT NULL,
    ticket_id uuid NOT NULL,
    order_id uuid NOT NULL,
    seat_index integer NOT NULL,
    tier_name varchar(100) NOT NULL,
    reduction varchar(60),
    state varchar(24) NOT NULL,
    revoked_at timestamptz,
    blocked_at timestamptz,
    CONSTRAINT pk_door_tickets PRIMARY KEY (performance_id, ref)
);

CREATE INDEX ix_door_tickets_order_id ON door_tickets (order_id);

CREATE TABLE checkin_changes (
    performance_id uuid NOT NULL,
    seq bigint NOT NULL,
    ref bigint NOT NULL,
    kind varchar(24) NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_checkin_changes PRIMARY KEY (performance_id, seq)
);

-- Where the holder of a ticket is. Locked in the order of the key by who merges scans.
CREATE TABLE ticket_entries (
    performance_id uuid NOT NULL,
    ref bigint NOT NULL,
    state varchar(24) NOT NULL,
    entries integer NOT NULL,
    first_nonce uuid,
    first_at timestamptz,
    first_gate_id uuid,
    last_nonce uuid,
    last_at timestamptz,
    last_gate_id uuid,
    entry_gate_id uuid,
    CONSTRAINT pk_ticket_entries PRIMARY KEY (performance_id, ref)
);

CREATE TABLE checkin_counts (
    performance_id uuid NOT NULL,
    gate_id uuid NOT NULL,
    day date NOT NULL,
    entered integer NOT NULL,
    exits integer NOT NULL,
    inside integer NOT NULL,
    CONSTRAINT pk_checkin_counts PRIMARY KEY (performance_id, gate_id, day)
);

CREATE TABLE devices (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    name varchar(60) NOT NULL,
    performance_ids uuid[] NOT NULL,
    gate_ids uuid[] NOT NULL,
    capabilities text[] NOT NULL,
    public_key bytea,
    former_key bytea,
    enrolled_at timestamptz,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    wiped_at timestamptz,
    last_seen_at timestamptz,
    health jsonb,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_devices PRIMARY KEY (id),
    CONSTRAINT fk_devices_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE INDEX ix_devices_organization_id ON devices (organization_id);

CREATE TABLE device_invites (
    token_hash bytea NOT NULL,
    device_id uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT pk_device_invites PRIMARY KEY (token_hash),
    CONSTRAINT fk_device_invites_devices_device_id FOREIGN KEY (device_id) REFERENCES devices (id) ON DELETE CASCADE
);

CREATE INDEX ix_device_invites_device_id ON device_invites (device_id);

CREATE TABLE device_commands (
    id uuid NOT NULL,
    device_id uuid NOT NULL,
    kind varchar(24) NOT NULL,
    text varchar(200),
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    CONSTRAINT pk_device_commands PRIMARY KEY (id),
    CONSTRAINT fk_device_commands_devices_device_id FOREIGN KEY (device_id) REFERENCES devices (id) ON DELETE CASCADE
);

CREATE INDEX ix_device_commands_device_id ON device_commands (device_id);

-- No foreign keys: a scan is a fact, also about what is gone.
CREATE TABLE scans (
    nonce uuid NOT NULL,
    received bigint GENERATED ALWAYS AS IDENTITY,
    seq bigint NOT NULL,
    device_id uuid NOT NULL,
    performance_id uuid NOT NULL,
    gate_id uuid,
    ref bigint,
    ticket_id uuid,
    kind varchar(24) NOT NULL,
    at timestamptz NOT NULL,
    device_at timestamptz NOT NULL,
    uncertainty_ms integer NOT NULL,
    received_at timestamptz NOT NULL,
    method varchar(24) NOT NULL,
    said varchar(24) NOT NULL,
    judged varchar(24) NOT NULL,
    flags text[] NOT NULL,
    counts boolean NOT NULL,
    other_nonce uuid,
    supersedes uuid,
    reason varchar(200),
    overridden boolean NOT NULL,
    verdict_seq bigint,
    CONSTRAINT pk_scans PRIMARY KEY (nonce)
);

CREATE INDEX ix_scans_performance_id_ref ON scans (performance_id, ref);
CREATE INDEX ix_scans_performance_id_at ON scans (performance_id, at);
CREATE INDEX ix_scans_verdicts ON scans (device_id, performance_id, verdict_seq) WHERE verdict_seq IS NOT NULL;

CREATE TABLE odd_scans (
    id uuid NOT NULL,
    device_id uuid NOT NULL,
    nonce uuid,
    raw text NOT NULL,
    reason varchar(40) NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT pk_odd_scans PRIMARY KEY (id)
);

CREATE INDEX ix_odd_scans_device_id ON odd_scans (device_id);
