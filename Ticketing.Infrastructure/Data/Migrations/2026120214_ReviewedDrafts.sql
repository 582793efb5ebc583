-- What an admin has given back, so that the next review shows what has changed since.
ALTER TABLE event_drafts ADD COLUMN reviewed_document jsonb;
