-- A number that rises with every change that calendars show: SEQUENCE and LAST-MODIFIED of RFC 5545. Triggers, so that no statement can
-- change a date and forget it.
ALTER TABLE performances
  ADD COLUMN revision integer NOT NULL DEFAULT 0,
  ADD COLUMN revised_at timestamp with time zone NOT NULL DEFAULT now();

CREATE FUNCTION revise_performance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  NEW.revised_at := now();
  RETURN NEW;
END $$;

CREATE TRIGGER revise_performance BEFORE UPDATE ON performances FOR EACH ROW
WHEN (ROW(OLD.starts_at, OLD.doors_at, OLD.ends_at, OLD.status, OLD.venue_id) IS DISTINCT FROM ROW(NEW.starts_at, NEW.doors_at, NEW.ends_at, NEW.status, NEW.venue_id))
EXECUTE FUNCTION revise_performance();

CREATE FUNCTION revise_performances_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE performances SET revision = revision + 1, revised_at = now() WHERE event_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER revise_performances_of_event AFTER UPDATE ON events FOR EACH ROW
WHEN (ROW(OLD.title, OLD.slug, OLD.status) IS DISTINCT FROM ROW(NEW.title, NEW.slug, NEW.status))
EXECUTE FUNCTION revise_performances_of_event();

CREATE FUNCTION revise_performances_at_venue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE performances SET revision = revision + 1, revised_at = now() WHERE venue_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER revise_performances_at_venue AFTER UPDATE ON venues FOR EACH ROW
WHEN (ROW(OLD.name, OLD.street, OLD.postal_code, OLD.city, OLD.latitude, OLD.longitude)
  IS DISTINCT FROM ROW(NEW.name, NEW.street, NEW.postal_code, NEW.city, NEW.latitude, NEW.longitude))
EXECUTE FUNCTION revise_performances_at_venue();
