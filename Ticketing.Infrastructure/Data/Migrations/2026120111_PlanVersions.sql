-- Which compiled plan a version of a seating plan has. Compiled plans are shared by content: two organizations that copy one template under
-- one name have the same row, which names only the version that it was first compiled for.
ALTER TABLE seating_plan_versions ADD COLUMN compiled_plan_id varchar(64);

UPDATE seating_plan_versions v SET compiled_plan_id = c.id
FROM compiled_plans c WHERE c.seating_plan_id = v.seating_plan_id AND c.version = v.version;

-- Checked at the commit: a version and its compiled plan refer to each other.
ALTER TABLE seating_plan_versions ADD CONSTRAINT fk_seating_plan_versions_compiled_plans_compiled_plan_id
    FOREIGN KEY (compiled_plan_id) REFERENCES compiled_plans (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

CREATE INDEX ix_seating_plan_versions_compiled_plan_id ON seating_plan_versions (compiled_plan_id);
