-- The outbox becomes the record of facts: rows are only inserted, with the id of the writing transaction, into partitions by day. A relay
-- carries them to consumers, whose positions and failures are rows of their own. Mails become jobs.

CREATE TABLE fact_positions (
    consumer varchar(40) NOT NULL,
    stream smallint NOT NULL,
    txid bigint NOT NULL,
    ordinal bigint NOT NULL,
    CONSTRAINT pk_fact_positions PRIMARY KEY (consumer, stream)
) WITH (fillfactor = 50);

CREATE TABLE dead_letters (
    id uuid NOT NULL,
    consumer varchar(40) NOT NULL,
    stream smallint NOT NULL,
    txid bigint NOT NULL,
    ordinal bigint NOT NULL,
    fact_id uuid NOT NULL,
    type varchar(60) NOT NULL,
    aggregate_type varchar(40) NOT NULL,
    aggregate_id varchar(64) NOT NULL,
    organization_id uuid,
    trace_parent varchar(55),
    payload jsonb NOT NULL,
    recorded_at timestamptz NOT NULL,
    status varchar(24) NOT NULL,
    attempts integer NOT NULL,
    next_at timestamptz NOT NULL,
    error varchar(2000),
    reason varchar(500),
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_dead_letters PRIMARY KEY (id)
);
CREATE INDEX ix_dead_letters_aggregate ON dead_letters (consumer, aggregate_id, txid, ordinal);

CREATE TABLE mail_jobs (
    id uuid NOT NULL,
    aggregate_id varchar(64) NOT NULL,
    type varchar(60) NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    attempts integer NOT NULL,
    retry_at timestamptz,
    last_error varchar(1000),
    CONSTRAINT pk_mail_jobs PRIMARY KEY (id)
);

INSERT INTO mail_jobs (id, aggregate_id, type, payload, created_at, attempts, retry_at, last_error)
SELECT id, aggregateid, type, payload, created_at, attempts, retry_at, last_error
FROM outbox
WHERE dispatched_at IS NULL AND type IN ('order.paid', 'order.mail-requested', 'order.link-requested', 'order.cancelled', 'order.refunded',
  'order.partially-refunded', 'order.refund-failed', 'order.late-payment-returned', 'account.confirm-email', 'account.reset-password',
  'account.already-registered', 'account.change-email', 'account.email-changed', 'account.many-failures', 'account.password-changed');

-- The rows until now stay where they are, as the partition for everything without a partition of its day.
ALTER TABLE outbox RENAME TO outbox_default;
ALTER TABLE outbox_default DROP CONSTRAINT pk_outbox;
DROP INDEX ix_outbox_waiting;
ALTER TABLE outbox_default
    DROP COLUMN dispatched_at,
    DROP COLUMN attempts,
    DROP COLUMN retry_at,
    DROP COLUMN last_error,
    ADD COLUMN organization_id uuid,
    ADD COLUMN traceparent varchar(55),
    ADD COLUMN txid xid8 NOT NULL DEFAULT '1';

-- Numbers below every transaction from now on, in the order of ids; few rows share one, because a transaction is read whole.
UPDATE outbox_default o
SET txid = n.txid, organization_id = CASE WHEN o.aggregatetype = 'order' THEN (o.payload ->> 'organizationId')::uuid END
FROM (
  SELECT r.id, ((row_number() OVER (ORDER BY r.id) - 1) / g.size + 1)::text::xid8 AS txid
  FROM outbox_default r,
    (SELECT greatest(500, count(*) / greatest(pg_current_xact_id()::text::bigint - 2, 1) + 1) AS size FROM outbox_default) g
) n
WHERE n.id = o.id;

CREATE TABLE outbox (
    id uuid NOT NULL,
    aggregatetype varchar(40) NOT NULL,
    aggregateid varchar(64) NOT NULL,
    type varchar(60) NOT NULL,
    payload jsonb NOT NULL,
    organization_id uuid,
    traceparent varchar(55),
    created_at timestamptz NOT NULL,
    txid xid8 NOT NULL DEFAULT pg_current_xact_id()
) PARTITION BY RANGE (created_at);
ALTER TABLE outbox_default ALTER COLUMN txid SET DEFAULT pg_current_xact_id();
ALTER TABLE outbox ATTACH PARTITION outbox_default DEFAULT;
CREATE INDEX ix_outbox_txid ON outbox (txid, id);

-- What was there before is either sent or a job by now.
INSERT INTO fact_positions (consumer, stream, txid, ordinal)
SELECT 'mails', stream, last.txid, 9223372036854775807
FROM generate_series(0, 15) AS stream, (SELECT max(txid::text::bigint) AS txid FROM outbox_default) last
WHERE last.txid IS NOT NULL;
