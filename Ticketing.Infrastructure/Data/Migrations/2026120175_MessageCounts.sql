-- The delivery figures of a message, stored when it ends, so that lists need not count recipients. Messages that ended earlier are counted here.
ALTER TABLE messages
  ADD COLUMN sent_count integer,
  ADD COLUMN failed_count integer,
  ADD COLUMN skipped_count integer;
