-- Views of events' pages by hour (UTC), counted in memory and added up here. By hour first: what is read and deleted is a range of hours.
CREATE TABLE event_views (
    hour timestamptz NOT NULL,
    event_id uuid NOT NULL,
    views bigint NOT NULL,
    CONSTRAINT pk_event_views PRIMARY KEY (hour, event_id)
) WITH (fillfactor = 70);
