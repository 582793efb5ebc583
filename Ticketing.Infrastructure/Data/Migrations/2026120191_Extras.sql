-- What an event sells beside its seats. The stock is shared by all dates of the event.
CREATE TABLE extras (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    event_id uuid NOT NULL,
    position integer NOT NULL,
    kind varchar(24) NOT NULL,
    name varchar(80) NOT NULL,
    description varchar(500) NOT NULL,
    currency varchar(3) NOT NULL,
    price bigint NOT NULL,
    price_max bigint,
    tax_basis_points integer NOT NULL,
    stock integer,
    sold integer NOT NULL DEFAULT 0,
    per_order_max integer NOT NULL,
    has_voucher boolean NOT NULL,
    categories text[] NOT NULL,
    with_seat_price bigint,
    with_seat_categories text[] NOT NULL,
    removed_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_extras PRIMARY KEY (id),
    CONSTRAINT ck_extras_sold CHECK (sold >= 0 AND (stock IS NULL OR sold <= stock)),
    CONSTRAINT ck_extras_price CHECK (price >= 0 AND price_max >= price AND with_seat_price BETWEEN 0 AND price),
    CONSTRAINT fk_extras_events_event_id FOREIGN KEY (event_id) REFERENCES events (id) ON DELETE RESTRICT,
    CONSTRAINT fk_extras_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE INDEX ix_extras_event_id ON extras (event_id);

-- One row per unit. No foreign keys: docs/decisions/0005-no-foreign-keys-on-the-hot-path.md.
CREATE TABLE order_extras (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    extra_id uuid NOT NULL,
    name varchar(80) NOT NULL,
    has_voucher boolean NOT NULL,
    price bigint NOT NULL,
    tax_basis_points integer NOT NULL,
    tax bigint NOT NULL,
    total bigint NOT NULL,
    live boolean NOT NULL,
    returned_at timestamptz,
    code varchar(400),
    key_id uuid,
    CONSTRAINT pk_order_extras PRIMARY KEY (id)
);

CREATE INDEX ix_order_extras_order_id ON order_extras (order_id);
CREATE INDEX ix_order_extras_extra_id ON order_extras (extra_id) WHERE live;

-- How many rows of order_extras an order has: who reads orders asks for them only where there are any.
ALTER TABLE orders ADD COLUMN extra_count integer NOT NULL DEFAULT 0;

-- The names of extras, for figures.
CREATE VIEW event_extras AS
SELECT id, event_id, name, position, removed_at IS NOT NULL AS is_removed FROM extras;

-- The extras of orders that are not returned, in words, for exports: 2 x Parking | 1 x Programme.
CREATE VIEW order_extra_texts AS
SELECT o.id AS order_id, (
  SELECT string_agg(u.units || ' x ' || u.name, ' | ' ORDER BY u.name)
  FROM (SELECT e.name, count(*) AS units FROM order_extras e WHERE e.order_id = o.id AND e.live GROUP BY e.name) AS u
) AS text
FROM orders o;
