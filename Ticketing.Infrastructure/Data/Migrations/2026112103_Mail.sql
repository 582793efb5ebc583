CREATE TABLE local_mail (
    id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    sender varchar(320) NOT NULL,
    recipients text[] NOT NULL,
    subject varchar(500) NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT pk_local_mail PRIMARY KEY (id)
);

CREATE TABLE sent_mails (
    event_id uuid NOT NULL,
    sent_at timestamptz,
    delivered boolean NOT NULL,
    CONSTRAINT pk_sent_mails PRIMARY KEY (event_id)
);
