CREATE TABLE waiting_rooms (
    performance_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    settings jsonb NOT NULL,
    seed bytea NOT NULL,
    message_version integer NOT NULL,
    CONSTRAINT pk_waiting_rooms PRIMARY KEY (performance_id),
    CONSTRAINT fk_waiting_rooms_performances_performance_id FOREIGN KEY (performance_id) REFERENCES performances (id) ON DELETE RESTRICT,
    CONSTRAINT fk_waiting_rooms_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);
CREATE INDEX ix_waiting_rooms_organization_id ON waiting_rooms (organization_id);

-- Written ahead of what is given out, by whoever leads the room; read when Redis has lost its memory.
CREATE TABLE waiting_room_marks (
    performance_id uuid NOT NULL,
    epoch integer NOT NULL,
    numbers_reserved bigint NOT NULL,
    late_reserved bigint NOT NULL,
    serving_reserved bigint NOT NULL,
    windows_from bigint NOT NULL,
    tail_seen bigint NOT NULL,
    lots bigint,
    late_lots bigint,
    drawn_at timestamptz,
    gaps text NOT NULL,
    CONSTRAINT pk_waiting_room_marks PRIMARY KEY (performance_id),
    CONSTRAINT fk_waiting_room_marks_waiting_rooms_performance_id FOREIGN KEY (performance_id) REFERENCES waiting_rooms (performance_id) ON DELETE CASCADE,
    CONSTRAINT ck_waiting_room_marks_promises CHECK (serving_reserved >= windows_from AND numbers_reserved >= 0 AND late_reserved >= 0)
);

-- The last line of defence: a place lets in once.
CREATE TABLE admissions (
    performance_id uuid NOT NULL,
    place bigint NOT NULL,
    owner bytea NOT NULL,
    admitted_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    waited_seconds integer,
    released_at timestamptz,
    CONSTRAINT pk_admissions PRIMARY KEY (performance_id, place)
);
CREATE INDEX ix_admissions_performance_id_owner ON admissions (performance_id, owner);

CREATE TABLE waiting_room_samples (
    performance_id uuid NOT NULL,
    at timestamptz NOT NULL,
    arrived bigint NOT NULL,
    waiting bigint NOT NULL,
    admitted bigint NOT NULL,
    no_shows bigint NOT NULL,
    released bigint NOT NULL,
    active integer NOT NULL,
    held integer NOT NULL,
    sold integer NOT NULL,
    per_minute integer NOT NULL,
    checkout_milliseconds integer NOT NULL,
    CONSTRAINT pk_waiting_room_samples PRIMARY KEY (performance_id, at)
);
