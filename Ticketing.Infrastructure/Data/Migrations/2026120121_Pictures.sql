-- Uploaded pictures of events. Their files are in the object store; the row is written before the first file and deleted after the last.
CREATE TABLE pictures (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    status varchar(24) NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid,
    unused_since timestamptz,
    CONSTRAINT pk_pictures PRIMARY KEY (id),
    CONSTRAINT fk_pictures_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
    CONSTRAINT ck_pictures_status CHECK (status IN ('writing', 'ready', 'removing'))
);

CREATE INDEX ix_pictures_organization_id_created_at ON pictures (organization_id, created_at);

-- The picture that is shown instead of the artwork.
ALTER TABLE events
    ADD COLUMN picture uuid,
    ADD CONSTRAINT fk_events_pictures_picture FOREIGN KEY (picture) REFERENCES pictures (id) ON DELETE RESTRICT;

CREATE INDEX ix_events_picture ON events (picture);

-- The search's rows show it in lists, and hold stories without the signs of Markdown: format 2. Empty tables have every format.
ALTER TABLE search.stories ADD COLUMN picture uuid;
UPDATE search.state SET format = 2 WHERE NOT EXISTS (SELECT FROM search.names);
