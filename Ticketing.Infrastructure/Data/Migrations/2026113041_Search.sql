-- The public catalogue as the search reads it: docs/decisions/0018-search-in-postgresql.md. Everything here can be rebuilt from the
-- catalogue's tables. The extensions are trusted: the database's owner may create them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS cube;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

CREATE SCHEMA search;

-- What is ranked. Narrow, so that ranking thousands of rows reads few pages.
CREATE TABLE search.names (
  event uuid PRIMARY KEY,
  title_key text NOT NULL,
  names tsvector NOT NULL,
  trending real NOT NULL DEFAULT 0,
  next_at timestamp with time zone NOT NULL,
  last_at timestamp with time zone NOT NULL,
  cancelled boolean NOT NULL,
  hash bigint NOT NULL
);
CREATE INDEX names_words ON search.names USING gin (names) WITH (fastupdate = off);

-- What is only found: the story, and what lists show of an event.
CREATE TABLE search.stories (
  event uuid PRIMARY KEY,
  slug text NOT NULL,
  title text NOT NULL,
  category text NOT NULL,
  summary text NOT NULL,
  artwork_seed integer NOT NULL,
  organizer text NOT NULL,
  story tsvector NOT NULL
);
CREATE INDEX stories_words ON search.stories USING gin (story) WITH (fastupdate = off);

-- Performances that have not ended. Prices: amount and currency as shown; price, price_low and price_high in cents of the reference
-- currency, price NULL without a free seat.
CREATE TABLE search.performances (
  id uuid PRIMARY KEY,
  event uuid NOT NULL,
  venue uuid NOT NULL,
  category text NOT NULL,
  city text NOT NULL,
  city_key text COLLATE "C" NOT NULL,
  day date NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  on_sale_at timestamp with time zone NOT NULL,
  off_sale_at timestamp with time zone NOT NULL,
  sale smallint NOT NULL,
  few_max integer NOT NULL,
  free integer NOT NULL,
  held integer NOT NULL,
  free_categories text,
  price bigint,
  amount bigint,
  currency text NOT NULL,
  price_low bigint NOT NULL,
  price_high bigint NOT NULL,
  cancelled boolean NOT NULL
);
CREATE INDEX performances_event ON search.performances (event);
CREATE INDEX performances_starts_at ON search.performances (starts_at, event);
CREATE INDEX performances_city ON search.performances (city_key, starts_at);
CREATE INDEX performances_venue ON search.performances (venue);
CREATE INDEX performances_price ON search.performances (price, event);

-- place: the point on a sphere of 6,371 km; distances are straight lines through it.
CREATE TABLE search.venues (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  slug text NOT NULL,
  street text NOT NULL,
  postal_code text NOT NULL,
  city text NOT NULL,
  country text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  time_zone text NOT NULL,
  place cube NOT NULL
);
CREATE INDEX venues_place ON search.venues USING gist (place);

-- Every word of a name with the number of events that have it, for the correction of typing mistakes.
CREATE TABLE search.words (
  word text COLLATE "C" PRIMARY KEY,
  documents integer NOT NULL
);
CREATE INDEX words_trigrams ON search.words USING gin (word gin_trgm_ops);

-- What a beginning can be completed to, once for each word that it can begin with. Kind: 0 an event, 1 a venue, 2 a city.
CREATE TABLE search.completions (
  key text COLLATE "C" NOT NULL,
  kind smallint NOT NULL,
  ref text NOT NULL,
  title text NOT NULL,
  detail text NOT NULL,
  weight double precision NOT NULL,
  until timestamp with time zone NOT NULL
);
CREATE INDEX completions_key ON search.completions (key);
CREATE INDEX completions_ref ON search.completions (ref);

-- Events that have changed since the projection was written. Rows are inserted by the triggers below in the transaction of the change.
CREATE TABLE search.changes (event uuid NOT NULL);
INSERT INTO search.changes SELECT id FROM events;

-- format: of the rows; another number than the program's makes it rebuild them. facets: the counts over everything, only of a catalogue
-- that is too large to count them for each question.
CREATE TABLE search.state (
  format integer NOT NULL,
  facets text,
  facets_at timestamp with time zone
);
INSERT INTO search.state (format) VALUES (1);

-- The availability by its number in the program; sale: 0 while it follows from times and seats.
CREATE FUNCTION search.availability(
  sale smallint, on_sale_at timestamp with time zone, off_sale_at timestamp with time zone, free integer, held integer, few_max integer,
  now timestamp with time zone) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN sale > 0 THEN sale::integer WHEN now < on_sale_at THEN 3 WHEN now >= off_sale_at THEN 6 WHEN free + held = 0 THEN 2
    WHEN free <= few_max THEN 1 ELSE 0 END
$$;

CREATE FUNCTION search.note_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search.changes SELECT id FROM changed;
  RETURN NULL;
END $$;

CREATE FUNCTION search.note_performances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search.changes SELECT DISTINCT event_id FROM changed;
  RETURN NULL;
END $$;

CREATE FUNCTION search.note_tiers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search.changes SELECT DISTINCT p.event_id FROM performances p WHERE p.id IN (SELECT performance_id FROM changed);
  RETURN NULL;
END $$;

CREATE FUNCTION search.note_venues() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search.changes SELECT DISTINCT p.event_id FROM performances p WHERE p.venue_id IN (SELECT id FROM changed);
  RETURN NULL;
END $$;

CREATE FUNCTION search.note_organizations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search.changes SELECT e.id FROM events e WHERE e.organization_id IN (SELECT id FROM changed);
  RETURN NULL;
END $$;

CREATE TRIGGER search_insert AFTER INSERT ON events REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search.note_events();
CREATE TRIGGER search_update AFTER UPDATE ON events REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search.note_events();
CREATE TRIGGER search_delete AFTER DELETE ON events REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search.note_events();

CREATE TRIGGER search_insert AFTER INSERT ON performances REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search.note_performances();
CREATE TRIGGER search_update AFTER UPDATE ON performances REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search.note_performances();
CREATE TRIGGER search_delete AFTER DELETE ON performances REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search.note_performances();

CREATE TRIGGER search_insert AFTER INSERT ON price_tiers REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search.note_tiers();
CREATE TRIGGER search_update AFTER UPDATE ON price_tiers REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search.note_tiers();
CREATE TRIGGER search_delete AFTER DELETE ON price_tiers REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search.note_tiers();

CREATE TRIGGER search_update AFTER UPDATE ON venues REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search.note_venues();
CREATE TRIGGER search_update AFTER UPDATE ON organizations REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search.note_organizations();
