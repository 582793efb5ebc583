-- A ticket is its order item's, with the item's id: docs/decisions/0015-a-ticket-is-its-order-item.md.
ALTER TABLE order_items
  ADD COLUMN ticket_status varchar(24),
  ADD COLUMN ticket_issue smallint NOT NULL DEFAULT 1,
  ADD COLUMN ticket_issued_at timestamptz,
  ADD COLUMN ticket_voided_at timestamptz,
  ADD COLUMN ticket_code varchar(400),
  ADD COLUMN ticket_key_id uuid;

-- A row doubles when its ticket is signed. Half-empty pages keep that update, and the payment's, on their page and out of the indexes (HOT):
-- none of these columns is indexed.
ALTER TABLE order_items SET (fillfactor = 50);

CREATE TABLE replaced_tickets (
    id uuid NOT NULL,
    order_item_id uuid NOT NULL,
    issue smallint NOT NULL,
    code varchar(400),
    key_id uuid,
    issued_at timestamptz NOT NULL,
    replaced_at timestamptz NOT NULL,
    CONSTRAINT pk_replaced_tickets PRIMARY KEY (id)
);

-- An item's current ticket is the newest that is not void, else the newest. The others name the item by the id that it is about to get.
INSERT INTO replaced_tickets (id, order_item_id, issue, code, key_id, issued_at, replaced_at)
SELECT id, current_id, issue, code, key_id, issued_at, coalesce(voided_at, issued_at)
FROM (
  SELECT t.id, t.code, t.key_id, t.issued_at, t.voided_at,
    row_number() OVER (PARTITION BY t.order_item_id ORDER BY t.status <> 'void', t.issued_at, t.id) AS issue,
    first_value(t.id) OVER (PARTITION BY t.order_item_id ORDER BY t.status <> 'void' DESC, t.issued_at DESC, t.id DESC) AS current_id
  FROM tickets t
) AS numbered
WHERE id <> current_id;

-- Codes and links contain the ticket's id: the item takes it. No other row names an item.
UPDATE order_items i
SET id = t.id, ticket_status = t.status, ticket_issue = 1 + coalesce(earlier.tickets, 0), ticket_issued_at = t.issued_at,
  ticket_voided_at = t.voided_at, ticket_code = t.code, ticket_key_id = t.key_id
FROM tickets t
LEFT JOIN (SELECT order_item_id, count(*) AS tickets FROM replaced_tickets GROUP BY order_item_id) AS earlier ON earlier.order_item_id = t.id
WHERE i.id = t.order_item_id AND NOT EXISTS (SELECT FROM replaced_tickets r WHERE r.id = t.id);

DO $$ BEGIN
  ASSERT (SELECT count(*) FROM tickets)
    = (SELECT count(*) FROM order_items WHERE ticket_status IS NOT NULL) + (SELECT count(*) FROM replaced_tickets), 'a ticket has no item';
END $$;

DROP TABLE tickets;

-- The current tickets, as they were a table. PostgreSQL lets a view of one table be updated. Rows are inserted and deleted as items only.
CREATE VIEW tickets AS
SELECT id, order_id, id AS order_item_id, performance_id, seat_index, label, attendee_name, ticket_code AS code, ticket_key_id AS key_id,
  ticket_status AS status, ticket_issued_at AS issued_at, ticket_voided_at AS voided_at
FROM order_items
WHERE ticket_status IS NOT NULL;
