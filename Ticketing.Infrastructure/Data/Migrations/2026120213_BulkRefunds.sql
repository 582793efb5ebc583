-- Refunds of all paid orders of cancelled dates. A job goes on from its waiting items after a restart.
CREATE TABLE bulk_jobs (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    event_id uuid NOT NULL,
    performance_ids uuid[] NOT NULL,
    with_fees boolean NOT NULL,
    limit_amount bigint,
    status varchar(24) NOT NULL,
    asked_by uuid,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT pk_bulk_jobs PRIMARY KEY (id),
    CONSTRAINT ck_bulk_jobs_performances CHECK (cardinality(performance_ids) > 0),
    CONSTRAINT fk_bulk_jobs_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);

CREATE INDEX ix_bulk_jobs_event_id ON bulk_jobs (event_id);
CREATE INDEX ix_bulk_jobs_organization_id ON bulk_jobs (organization_id);

CREATE TABLE bulk_job_items (
    job_id uuid NOT NULL,
    order_id uuid NOT NULL,
    status varchar(24) NOT NULL,
    attempts integer NOT NULL,
    error varchar(24),
    amount bigint,
    next_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT pk_bulk_job_items PRIMARY KEY (job_id, order_id),
    CONSTRAINT ck_bulk_job_items_result CHECK (
        (amount IS NOT NULL) = (status = 'done') AND (error IS NOT NULL) = (status = 'failed')),
    CONSTRAINT fk_bulk_job_items_bulk_jobs_job_id FOREIGN KEY (job_id) REFERENCES bulk_jobs (id) ON DELETE CASCADE
);

CREATE INDEX ix_bulk_job_items_waiting ON bulk_job_items (next_at) WHERE status = 'waiting';
