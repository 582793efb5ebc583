-- What the buyers of a date were told, and which orders: those that are paid later are told by the worker, each once.
CREATE TABLE date_notices (
    id uuid NOT NULL,
    performance_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    type varchar(40) NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_date_notices PRIMARY KEY (id)
);

CREATE TABLE date_notice_orders (
    notice_id uuid NOT NULL,
    order_id uuid NOT NULL,
    CONSTRAINT pk_date_notice_orders PRIMARY KEY (notice_id, order_id),
    CONSTRAINT fk_date_notice_orders_date_notices_notice_id FOREIGN KEY (notice_id) REFERENCES date_notices (id) ON DELETE CASCADE
);
