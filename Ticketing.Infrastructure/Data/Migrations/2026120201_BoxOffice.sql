-- Seats that are set aside for a channel: the box office, a partner. They are blocked for the public while the allotment lasts.
CREATE TABLE allotments (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    performance_id uuid NOT NULL,
    name varchar(80) NOT NULL,
    kind varchar(24) NOT NULL,
    color varchar(7) NOT NULL,
    release_at timestamptz,
    released_at timestamptz,
    seats_released integer NOT NULL DEFAULT 0,
    seats_sold integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_allotments PRIMARY KEY (id),
    CONSTRAINT fk_allotments_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT fk_allotments_performances_performance_id FOREIGN KEY (performance_id) REFERENCES performances (id) ON DELETE RESTRICT
);

CREATE INDEX ix_allotments_performance_id ON allotments (performance_id);
CREATE INDEX ix_allotments_organization_id ON allotments (organization_id);
CREATE INDEX ix_allotments_due ON allotments (release_at) WHERE released_at IS NULL AND release_at IS NOT NULL;

-- The allotment that a seat belongs to, in the seat's own row: its lock decides on status and allotment together, and two allotments cannot
-- share a seat. A hold or a sale does not change it, so updates of the status stay heap-only. No foreign key:
-- docs/decisions/0005-no-foreign-keys-on-the-hot-path.md.
ALTER TABLE seats ADD COLUMN allotment_id uuid;
ALTER TABLE seats ADD CONSTRAINT ck_seats_allotted CHECK (status <> 0 OR allotment_id IS NULL);
CREATE INDEX ix_seats_allotment_id ON seats (allotment_id) WHERE allotment_id IS NOT NULL;

-- Where an order was placed.
ALTER TABLE orders ADD COLUMN channel varchar(24) NOT NULL DEFAULT 'web';

-- A member's time at a cash drawer. Amounts in minor units of one currency. While it is open, at most one of a member in an organization.
CREATE TABLE box_office_shifts (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    member_id uuid,
    member_name varchar(254) NOT NULL,
    currency varchar(3) NOT NULL,
    opening_float bigint NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    counted bigint,
    expected bigint,
    difference bigint,
    note varchar(200),
    CONSTRAINT pk_box_office_shifts PRIMARY KEY (id),
    CONSTRAINT ck_box_office_shifts_closed CHECK (
      (closed_at IS NULL AND counted IS NULL AND expected IS NULL AND difference IS NULL) OR difference = counted - expected),
    CONSTRAINT fk_box_office_shifts_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ux_box_office_shifts_open ON box_office_shifts (organization_id, member_id) WHERE closed_at IS NULL;
CREATE INDEX ix_box_office_shifts_organization_id_opened_at ON box_office_shifts (organization_id, opened_at);
CREATE INDEX ix_box_office_shifts_member_id ON box_office_shifts (member_id) WHERE member_id IS NOT NULL;

-- The drawer that cash went into or came out of; what the buyer gave; a terminal's receipt number, or why a ticket was free.
ALTER TABLE payments ADD COLUMN shift_id uuid;
ALTER TABLE payments ADD COLUMN given bigint;
ALTER TABLE payments ADD COLUMN note varchar(200);
ALTER TABLE payments ADD CONSTRAINT fk_payments_box_office_shifts_shift_id FOREIGN KEY (shift_id) REFERENCES box_office_shifts (id) ON DELETE RESTRICT;
CREATE INDEX ix_payments_shift_id ON payments (shift_id) WHERE shift_id IS NOT NULL;
ALTER TABLE refunds ADD COLUMN shift_id uuid;
ALTER TABLE refunds ADD CONSTRAINT fk_refunds_box_office_shifts_shift_id FOREIGN KEY (shift_id) REFERENCES box_office_shifts (id) ON DELETE RESTRICT;
CREATE INDEX ix_refunds_shift_id ON refunds (shift_id) WHERE shift_id IS NOT NULL;
