CREATE TABLE messages (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    kind varchar(24) NOT NULL,
    status varchar(24) NOT NULL,
    audience jsonb NOT NULL,
    subject_en varchar(150) NOT NULL,
    body_en varchar(10000) NOT NULL,
    subject_de varchar(150) NOT NULL,
    body_de varchar(10000) NOT NULL,
    revision integer NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    scheduled_at timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    next_at timestamptz,
    stop_reason varchar(24),
    recipient_count integer NOT NULL,
    CONSTRAINT pk_messages PRIMARY KEY (id),
    CONSTRAINT fk_messages_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);
-- Ids are UUIDv7: lists an organization's messages from the newest.
CREATE INDEX ix_messages_organization_id_id ON messages (organization_id, id);
-- What the worker looks for each second.
CREATE INDEX ix_messages_at_work ON messages (status) WHERE status IN ('scheduled', 'sending');

-- Orders have no foreign key: docs/decisions/0005-no-foreign-keys-on-the-hot-path.md.
CREATE TABLE message_recipients (
    message_id uuid NOT NULL,
    order_id uuid NOT NULL,
    state varchar(24) NOT NULL,
    error varchar(24),
    mail_id uuid,
    updated_at timestamptz NOT NULL,
    CONSTRAINT pk_message_recipients PRIMARY KEY (message_id, order_id),
    CONSTRAINT fk_message_recipients_messages_message_id FOREIGN KEY (message_id) REFERENCES messages (id) ON DELETE CASCADE
);
-- Counts, and the next recipients to make mails for.
CREATE INDEX ix_message_recipients_message_id_state ON message_recipients (message_id, state, order_id);
