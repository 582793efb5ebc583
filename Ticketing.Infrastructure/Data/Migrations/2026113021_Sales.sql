-- Sales figures by minute, kept by the consumer of the orders' facts and rebuilt from the orders. Rebuilding makes both tables anew:
-- sales-create.sql has to have the same columns, keys and settings.

-- Rows of the present minute are updated with every order: room on the page keeps the update on it and out of the index (HOT).
CREATE TABLE sales_minutes (
    performance_id uuid NOT NULL,
    minute timestamptz NOT NULL,
    tier_id uuid NOT NULL,
    section varchar(100) NOT NULL,
    channel varchar(24) NOT NULL,
    currency varchar(3) NOT NULL,
    orders bigint NOT NULL,
    seats bigint NOT NULL,
    seats_returned bigint NOT NULL,
    gross bigint NOT NULL,
    fees bigint NOT NULL,
    tax bigint NOT NULL,
    discount bigint NOT NULL,
    refunded bigint NOT NULL,
    CONSTRAINT pk_sales_minutes PRIMARY KEY (performance_id, minute, tier_id, section, channel, currency)
) WITH (fillfactor = 70);

-- What each order contributes to them now. A later state of the order replaces it, so that a repeated fact changes nothing.
CREATE TABLE order_sales (
    order_id uuid NOT NULL,
    performance_id uuid NOT NULL,
    currency varchar(3) NOT NULL,
    lines jsonb NOT NULL,
    txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT pk_order_sales PRIMARY KEY (order_id)
) WITH (fillfactor = 80);

CREATE TABLE projections (
    name varchar(40) NOT NULL,
    status varchar(24) NOT NULL,
    progress smallint NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    error varchar(1000),
    CONSTRAINT pk_projections PRIMARY KEY (name)
);

-- The start of the application builds it if there are orders.
INSERT INTO projections (name, status, progress) VALUES ('sales', 'never', 0);
