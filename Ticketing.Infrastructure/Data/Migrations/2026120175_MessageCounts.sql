-- What became of a message's mails, stored when it ends: lists need not count its recipients. Those that ended before are counted.
ALTER TABLE messages
  ADD COLUMN sent_count integer,
  ADD COLUMN failed_count integer,
  ADD COLUMN skipped_count integer;
