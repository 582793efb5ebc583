CREATE TABLE webhook_endpoints (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    url varchar(2000) NOT NULL,
    description varchar(200) NOT NULL,
    types text[] NOT NULL,
    secret bytea NOT NULL,
    previous_secret bytea,
    previous_secret_until timestamptz,
    status varchar(24) NOT NULL,
    disabled_reason varchar(24),
    disabled_at timestamptz,
    failing_since timestamptz,
    created_at timestamptz NOT NULL,
    created_by uuid,
    CONSTRAINT pk_webhook_endpoints PRIMARY KEY (id),
    CONSTRAINT fk_webhook_endpoints_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);
CREATE INDEX ix_webhook_endpoints_organization_id ON webhook_endpoints (organization_id);

-- The ids of facts are UUIDv7: the primary key also lists an endpoint's deliveries from the newest, and finds those to delete.
CREATE TABLE webhook_deliveries (
    endpoint_id uuid NOT NULL,
    fact_id uuid NOT NULL,
    type varchar(60) NOT NULL,
    aggregate_id varchar(64) NOT NULL,
    sequence bigint NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    attempts integer NOT NULL,
    next_at timestamptz,
    is_leased boolean NOT NULL,
    last_at timestamptz,
    last_status integer,
    last_failure varchar(24),
    last_answer text,
    delivered_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT pk_webhook_deliveries PRIMARY KEY (endpoint_id, fact_id),
    CONSTRAINT fk_webhook_deliveries_webhook_endpoints_endpoint_id FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints (id) ON DELETE CASCADE
);
CREATE INDEX ix_webhook_deliveries_next_at ON webhook_deliveries (endpoint_id, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX ix_webhook_deliveries_aggregate_id_sequence ON webhook_deliveries (aggregate_id, sequence);
