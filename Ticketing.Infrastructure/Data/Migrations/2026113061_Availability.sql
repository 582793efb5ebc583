-- Availability: how many seats of each section are free, held, sold and blocked. Recounted from the seats when facts tell of changes;
-- lists and pages read it instead of the seats.

-- A performance's state of counting. due_at: it is to be counted then, NULL: nothing has changed. marks: how often it was marked as due;
-- version: how often it was counted. Both tell a count whether another one, or a change, came in between.
CREATE TABLE availability_performances (
    performance_id uuid NOT NULL,
    due_at timestamptz,
    counted_at timestamptz,
    marks bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    CONSTRAINT pk_availability_performances PRIMARY KEY (performance_id)
) WITH (fillfactor = 70);
CREATE INDEX ix_availability_performances_due_at ON availability_performances (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_availability_performances_counted_at ON availability_performances (counted_at);

-- category: of the plan. A section can have several: what is free decides on the lowest price.
CREATE TABLE availability (
    performance_id uuid NOT NULL,
    section varchar(100) NOT NULL,
    category varchar(64) NOT NULL,
    free integer NOT NULL,
    held integer NOT NULL,
    sold integer NOT NULL,
    blocked integer NOT NULL,
    CONSTRAINT pk_availability PRIMARY KEY (performance_id, section, category)
) WITH (fillfactor = 70);

-- Seats are inserted and deleted with their performance, which is no fact.
CREATE FUNCTION note_availability() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO availability_performances AS s (performance_id, due_at)
  SELECT c.performance_id, clock_timestamp() FROM (SELECT DISTINCT performance_id FROM changed) c ORDER BY c.performance_id
  ON CONFLICT (performance_id) DO UPDATE SET marks = s.marks + 1, due_at = coalesce(s.due_at, clock_timestamp());
  RETURN NULL;
END $$;

CREATE TRIGGER availability_insert AFTER INSERT ON seats REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION note_availability();
CREATE TRIGGER availability_delete AFTER DELETE ON seats REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION note_availability();

-- The start of the application builds it if there are seats.
INSERT INTO projections (name, status, progress) VALUES ('availability', 'never', 0);

-- The way from a hold to a paid order by day, in the venue's time zone, counted by a consumer of facts.
CREATE TABLE analytics_days (
    event_id uuid NOT NULL,
    day date NOT NULL,
    organization_id uuid NOT NULL,
    holds bigint NOT NULL,
    seats_held bigint NOT NULL,
    holds_expired bigint NOT NULL,
    holds_released bigint NOT NULL,
    orders bigint NOT NULL,
    paid bigint NOT NULL,
    refunded bigint NOT NULL,
    CONSTRAINT pk_analytics_days PRIMARY KEY (event_id, day)
) WITH (fillfactor = 70);
