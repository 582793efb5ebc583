-- Seating plans as they are drawn: a draft per plan, the change sets that led to it, and versions of more kinds than published ones.

-- kind: all versions so far were published. revision: the draft's revision that the version has saved; null: an earlier release's.
-- saved_by: an account. parent_version: what it continues, or whose document was restored.
ALTER TABLE seating_plan_versions
    ADD COLUMN kind varchar(24) NOT NULL DEFAULT 'published',
    ADD COLUMN name varchar(80),
    ADD COLUMN saved_by uuid,
    ADD COLUMN places integer,
    ADD COLUMN parent_version integer,
    ADD COLUMN revision bigint;

UPDATE seating_plan_versions v SET places = c.seat_count
FROM compiled_plans c WHERE c.id = v.compiled_plan_id;

-- document: a plan document, the truth that all editors work on. editor_id: the account or key that has the lease until editor_until.
CREATE TABLE seating_plan_drafts (
    seating_plan_id uuid NOT NULL,
    base_version integer NOT NULL,
    revision bigint NOT NULL,
    saved_revision bigint NOT NULL,
    document jsonb NOT NULL,
    editor_id uuid,
    editor_until timestamptz,
    updated_at timestamptz NOT NULL,
    CONSTRAINT pk_seating_plan_drafts PRIMARY KEY (seating_plan_id),
    CONSTRAINT fk_seating_plan_drafts_seating_plans_seating_plan_id FOREIGN KEY (seating_plan_id) REFERENCES seating_plans (id) ON DELETE CASCADE
);

-- The latest change sets, for editors whose copy is older, and so that a set that comes again is known.
CREATE TABLE seating_plan_changes (
    seating_plan_id uuid NOT NULL,
    revision bigint NOT NULL,
    change_set_id uuid NOT NULL,
    actor uuid,
    at timestamptz NOT NULL,
    changes jsonb NOT NULL,
    CONSTRAINT pk_seating_plan_changes PRIMARY KEY (seating_plan_id, revision),
    CONSTRAINT fk_seating_plan_changes_seating_plan_drafts_seating_plan_id FOREIGN KEY (seating_plan_id) REFERENCES seating_plan_drafts (seating_plan_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_seating_plan_changes_seating_plan_id_change_set_id ON seating_plan_changes (seating_plan_id, change_set_id);
