-- Tokens of orders are derived from a key that the database does not have. Those in links that were sent stay valid, by their hashes.
ALTER TABLE orders ADD COLUMN token_version integer NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN former_token_hash bytea;
UPDATE orders SET former_token_hash = sha256(convert_to(token, 'UTF8'));
ALTER TABLE orders DROP COLUMN token;
