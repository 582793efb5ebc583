-- Whether an organization may sell, what it may have, and who asked whom to join.

-- The default is for the rows that exist and for rows written by scripts; the application names the status of each new one.
ALTER TABLE organizations
    ADD COLUMN status varchar(24) NOT NULL DEFAULT 'approved',
    ADD COLUMN status_reason varchar(500),
    ADD COLUMN decided_at timestamptz,
    ADD COLUMN decided_by uuid,
    ADD COLUMN plan varchar(24) NOT NULL DEFAULT 'free',
    ADD COLUMN country varchar(2),
    ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT ck_organizations_status CHECK (status IN ('pending', 'approved', 'suspended')),
    ADD CONSTRAINT ck_organizations_plan CHECK (plan IN ('free', 'pro', 'enterprise'));

ALTER TABLE members ADD COLUMN since timestamptz NOT NULL DEFAULT now();

CREATE TABLE member_invitations (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    email varchar(254) NOT NULL,
    email_normalized varchar(254) NOT NULL,
    role varchar(24) NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid,
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT pk_member_invitations PRIMARY KEY (id),
    CONSTRAINT fk_member_invitations_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX ix_member_invitations_token_hash ON member_invitations (token_hash);

-- One open invitation of an address.
CREATE UNIQUE INDEX ix_member_invitations_open ON member_invitations (organization_id, email_normalized)
    WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- Permissions within an organization come from memberships alone.
DELETE FROM user_roles WHERE role_id IN (SELECT id FROM roles WHERE name = 'organizer');
DELETE FROM roles WHERE name = 'organizer';
