-- Accounts that follow organizers, and the time up to which each was notified of new events.
CREATE TABLE followers (
    user_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    since timestamptz NOT NULL,
    notify boolean NOT NULL,
    news_until timestamptz NOT NULL,
    CONSTRAINT pk_followers PRIMARY KEY (user_id, organization_id),
    CONSTRAINT fk_followers_users_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_followers_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_followers_organization_id ON followers (organization_id);

-- Whose daily mail is due.
CREATE INDEX ix_followers_news_until ON followers (news_until) WHERE notify;
