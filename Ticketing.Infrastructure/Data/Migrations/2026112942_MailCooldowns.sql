-- Account mails of one type to one recipient within a day.
CREATE TABLE mail_cooldowns (
    id bytea NOT NULL CONSTRAINT pk_mail_cooldowns PRIMARY KEY,
    since timestamptz NOT NULL,
    sent_at timestamptz NOT NULL,
    sent integer NOT NULL
);
CREATE INDEX ix_mail_cooldowns_since ON mail_cooldowns (since);

-- Tokens of accounts whose address was never confirmed: none are issued before the confirmation any more.
DELETE FROM api_tokens t USING users u WHERE u.id = t.user_id AND NOT u.email_confirmed;
