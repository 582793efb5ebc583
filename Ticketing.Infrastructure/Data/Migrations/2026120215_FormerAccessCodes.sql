-- The code whose use an ended order gave back: a late payment takes it again.
ALTER TABLE orders ADD COLUMN former_access_code_id uuid;
