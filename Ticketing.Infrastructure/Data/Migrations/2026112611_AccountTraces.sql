-- An authenticator's code works once: what came up to this time step is used up.
ALTER TABLE users ADD COLUMN last_code_step bigint NOT NULL DEFAULT 0;

-- Stored answers of an account are erased with it.
ALTER TABLE idempotency_keys ADD COLUMN user_id uuid;
CREATE INDEX ix_idempotency_keys_user_id ON idempotency_keys (user_id) WHERE user_id IS NOT NULL;
