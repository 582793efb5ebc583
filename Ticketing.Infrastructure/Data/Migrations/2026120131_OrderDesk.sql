-- Orders of an organizer: marks, notes, exchanges of seats, cards and payments by hand, lists.
ALTER TABLE orders ADD COLUMN attention_at timestamptz;

ALTER TABLE order_items
  ADD COLUMN added_at timestamptz,
  ADD COLUMN exchanged_at timestamptz;

ALTER TABLE refunds ADD COLUMN for_exchange boolean NOT NULL DEFAULT false;

ALTER TABLE payments
  ADD COLUMN card_brand varchar(40),
  ADD COLUMN card_last4 varchar(4),
  ADD COLUMN card_checked_at timestamptz,
  ADD COLUMN taken_by_id uuid,
  ADD COLUMN taken_by varchar(254);

-- The provider is asked for the cards of newer payments.
UPDATE payments SET card_checked_at = now() WHERE status = 'succeeded' AND created_at < now() - interval '7 days';
CREATE INDEX ix_payments_without_card ON payments (created_at)
  WHERE status = 'succeeded' AND provider = 'stripe' AND card_checked_at IS NULL;

CREATE TABLE order_notes (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    author_id uuid NOT NULL,
    author varchar(200) NOT NULL,
    text varchar(2000) NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_order_notes PRIMARY KEY (id),
    CONSTRAINT fk_order_notes_orders_order_id FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE RESTRICT
);
CREATE INDEX ix_order_notes_order_id ON order_notes (order_id);

-- Lists are by organization or performance, the newest first: ids are UUIDv7 of the time of placing.
CREATE INDEX ix_orders_organization_id_id ON orders (organization_id, id);
DROP INDEX ix_orders_organization_id;
CREATE INDEX ix_orders_performance_id_id ON orders (performance_id, id);
CREATE INDEX ix_orders_ended ON orders (organization_id, id) WHERE status IN ('partially-refunded', 'refunded', 'expired', 'cancelled');
CREATE INDEX ix_orders_attention ON orders (organization_id, id) WHERE attention_at IS NOT NULL;

-- What orders are searched by, in the search form. A projection, which a consumer of facts writes: the indexes of trigrams would cost every
-- order of a load peak dozens of entries. The orders there are when it is made are added in batches at the next start: OrderSearchFill.
CREATE TABLE order_search (
    order_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    text text NOT NULL,
    CONSTRAINT pk_order_search PRIMARY KEY (order_id)
);
CREATE INDEX ix_order_search_text ON order_search USING gin (text gin_trgm_ops);
