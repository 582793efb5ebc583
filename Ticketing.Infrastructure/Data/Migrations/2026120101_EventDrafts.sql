-- What organizers prepare for events, and where its publication stands. The catalogue has an event from its first publication on.

-- document, published_document: an EventDraft. published_document is what was published last.
-- approved_revision: the revision that an admin has approved, for a publication at a set time.
CREATE TABLE event_drafts (
    event_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    document jsonb NOT NULL,
    revision integer NOT NULL,
    published_document jsonb,
    approved_revision integer,
    submitted_at timestamptz,
    submitted_by uuid,
    review_note varchar(500),
    publish_at timestamptz,
    publish_by uuid,
    created_at timestamptz NOT NULL,
    created_by uuid,
    saved_at timestamptz NOT NULL,
    saved_by uuid,
    CONSTRAINT pk_event_drafts PRIMARY KEY (event_id),
    CONSTRAINT fk_event_drafts_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT
);
CREATE INDEX ix_event_drafts_organization_id_saved_at_event_id ON event_drafts (organization_id, saved_at, event_id);
CREATE INDEX ix_event_drafts_submitted_at ON event_drafts (submitted_at) WHERE submitted_at IS NOT NULL;
CREATE INDEX ix_event_drafts_publish_at ON event_drafts (publish_at) WHERE publish_at IS NOT NULL;

-- The latest revisions, for undoing and for merging what two editors save. restores: the revision that an undo brought back.
CREATE TABLE event_draft_revisions (
    event_id uuid NOT NULL,
    revision integer NOT NULL,
    document jsonb NOT NULL,
    restores integer,
    saved_at timestamptz NOT NULL,
    saved_by uuid,
    CONSTRAINT pk_event_draft_revisions PRIMARY KEY (event_id, revision),
    CONSTRAINT fk_event_draft_revisions_event_drafts_event_id FOREIGN KEY (event_id) REFERENCES event_drafts (event_id) ON DELETE CASCADE
);
