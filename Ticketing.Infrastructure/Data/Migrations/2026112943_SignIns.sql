-- Sessions of the site.
CREATE TABLE sign_ins (
    id_hash bytea NOT NULL CONSTRAINT pk_sign_ins PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT fk_sign_ins_users_user_id REFERENCES users (id) ON DELETE CASCADE,
    device varchar(200) NOT NULL,
    network varchar(200) NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    proved_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ix_sign_ins_user_id ON sign_ins (user_id);
CREATE INDEX ix_sign_ins_expires_at ON sign_ins (expires_at);

-- A changed role ends the account's sessions, however it is changed.
CREATE FUNCTION renew_security_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE users SET security_stamp = gen_random_uuid()::text WHERE id = COALESCE(NEW.user_id, OLD.user_id);
  RETURN NULL;
END $$;
CREATE TRIGGER user_roles_renew_security_stamp AFTER INSERT OR UPDATE OR DELETE ON user_roles
FOR EACH ROW EXECUTE FUNCTION renew_security_stamp();
