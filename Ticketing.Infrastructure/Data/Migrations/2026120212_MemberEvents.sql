-- The only events that a member sees and works on; NULL: all. Owners have no limit.
ALTER TABLE members ADD COLUMN event_ids uuid[];
ALTER TABLE members ADD CONSTRAINT ck_members_event_ids CHECK (event_ids IS NULL OR (role <> 'owner' AND cardinality(event_ids) > 0));
ALTER TABLE member_invitations ADD COLUMN event_ids uuid[];
ALTER TABLE member_invitations ADD CONSTRAINT ck_member_invitations_event_ids CHECK (
    event_ids IS NULL OR (role <> 'owner' AND cardinality(event_ids) > 0));

-- The event of a message's audience: who is limited to some events writes and sees messages to these alone.
ALTER TABLE messages ADD COLUMN event_id uuid;
UPDATE messages SET event_id = (audience ->> 'event')::uuid WHERE audience ->> 'event' IS NOT NULL;
