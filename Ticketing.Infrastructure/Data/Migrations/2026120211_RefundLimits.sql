-- What members below the owners may give back of one order; all NULL: no limits.
ALTER TABLE organizations ADD COLUMN refund_limit_manager bigint;
ALTER TABLE organizations ADD COLUMN refund_limit_box_office bigint;
ALTER TABLE organizations ADD COLUMN refund_limit_currency varchar(3);
ALTER TABLE organizations ADD CONSTRAINT ck_organizations_refund_limits CHECK (
    (refund_limit_currency IS NULL) = (refund_limit_manager IS NULL AND refund_limit_box_office IS NULL)
    AND coalesce(refund_limit_manager, 0) >= 0 AND coalesce(refund_limit_box_office, 0) >= 0);
