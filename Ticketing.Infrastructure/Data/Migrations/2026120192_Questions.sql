-- What an event's organizer asks the buyers. Removed questions and options stay for the answers that they have.
CREATE TABLE event_questions (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    event_id uuid NOT NULL,
    position integer NOT NULL,
    kind varchar(24) NOT NULL,
    scope varchar(24) NOT NULL,
    text varchar(200) NOT NULL,
    help varchar(300) NOT NULL,
    is_required boolean NOT NULL,
    categories text[] NOT NULL,
    option_keys text[] NOT NULL,
    option_texts text[] NOT NULL,
    options_offered integer NOT NULL,
    shown_by uuid,
    shown_by_answer varchar(40),
    removed_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_event_questions PRIMARY KEY (id),
    CONSTRAINT ck_event_questions_options CHECK (cardinality(option_keys) = cardinality(option_texts) AND options_offered <= cardinality(option_keys)),
    CONSTRAINT fk_event_questions_events_event_id FOREIGN KEY (event_id) REFERENCES events (id) ON DELETE RESTRICT,
    CONSTRAINT fk_event_questions_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE INDEX ix_event_questions_event_id ON event_questions (event_id);

-- Questions, removed ones too, for who asks them and who shows answers.
CREATE VIEW asked_questions AS
SELECT id, organization_id, event_id, position, kind, scope, text, help, is_required, categories, option_keys, option_texts, options_offered,
  shown_by, shown_by_answer, removed_at, created_at
FROM event_questions;

-- Answers of orders. item_id is the seat's item; zero stands for the whole order.
-- No foreign keys: docs/decisions/0005-no-foreign-keys-on-the-hot-path.md.
CREATE TABLE order_answers (
    order_id uuid NOT NULL,
    question_id uuid NOT NULL,
    item_id uuid NOT NULL,
    value varchar(500) NOT NULL,
    CONSTRAINT pk_order_answers PRIMARY KEY (order_id, question_id, item_id)
);

-- The answers of orders, and of each of their seats, in words, for lists and exports: Shirt size: M | Vegetarian: yes.
CREATE VIEW order_answer_texts AS
SELECT a.order_id, a.item_id, string_agg(
  q.text || ': ' || coalesce(q.option_texts[array_position(q.option_keys, a.value::text)], a.value), ' | ' ORDER BY q.position, q.id
) AS text
FROM order_answers a
JOIN asked_questions q ON q.id = a.question_id
GROUP BY a.order_id, a.item_id;
