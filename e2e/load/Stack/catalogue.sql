-- 100,000 events, the same in every run: everything follows from the number of the row. One statement for each table; the triggers of the
-- search are left out, because it is rebuilt as a whole.
SET session_replication_role = replica;

-- A number from 0 to n - 1 that looks random.
CREATE FUNCTION pg_temp.draw(seed text, n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS
  $$ SELECT (('x' || substr(md5(seed), 1, 7))::bit(28)::int) % n $$;

-- 27,000 words of three syllables; small numbers are frequent.
CREATE FUNCTION pg_temp.word(n integer) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT s[1 + n % 30] || s[1 + n / 30 % 30] || s[1 + n / 900 % 30]
     FROM (SELECT ARRAY['ka','lo','mi','ren','sta','vel','dor','pha','qui','tan','bel','cor','fin','gar','hul','jas','kel','lum','mar','nor','ost',
       'pel','ras','sil','tur','ulm','var','wen','xan','zor'] AS s) AS syllables $$;

CREATE FUNCTION pg_temp.rare(seed text) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT pg_temp.word((27000 * power(pg_temp.draw(seed, 100000) / 100000.0, 2))::int) $$;

INSERT INTO organizations
SELECT md5('o' || n)::uuid, initcap(pg_temp.word(n * 37)) || ' Presents', 'load-' || n, 'box@load.example', true, 48, false
FROM generate_series(1, 300) AS n;

INSERT INTO venues
SELECT md5('v' || n)::uuid, md5('o' || 1 + n % 300)::uuid, initcap(pg_temp.word(n * 11)) || (ARRAY[' Hall', ' Arena', ' Theater', ' Club'])[1 + n % 4],
  'venue-' || n, 'Street ' || n, '10115', initcap(pg_temp.word(city * 211)) || 'stadt', 'DE',
  36 + pg_temp.draw('lat' || city, 30000) / 1000.0 + pg_temp.draw('y' || n, 300) / 1000.0,
  -9 + pg_temp.draw('lng' || city, 40000) / 1000.0 + pg_temp.draw('x' || n, 400) / 1000.0, 'Europe/Berlin'
FROM generate_series(1, @venues) AS n, LATERAL (SELECT (@cities * power(pg_temp.draw('c' || n, 1000) / 1000.0, 1.5))::int AS city) AS place;

INSERT INTO seating_plans SELECT md5('plan')::uuid, md5('o1')::uuid, md5('v1')::uuid, 'Plan';
INSERT INTO seating_plan_versions SELECT md5('plan')::uuid, 1, '{}', now();
INSERT INTO compiled_plans SELECT @plan, md5('plan')::uuid, 1, @seats, @data, @geometry, now();

INSERT INTO events
SELECT md5('e' || n)::uuid, md5('o' || 1 + n % 300)::uuid, 'event-' || n,
  initcap(pg_temp.rare('a' || n)) || ' ' || initcap(pg_temp.rare('b' || n)) || CASE WHEN n % 3 = 0 THEN ' ' || pg_temp.rare('t' || n) ELSE '' END,
  (ARRAY['concert', 'concert', 'theatre', 'classical', 'comedy', 'sport', 'festival', 'family', 'dance', 'talk'])[1 + n % 10],
  'An evening with ' || pg_temp.rare('s' || n) || ' and the music of ' || pg_temp.rare('u' || n) || '.',
  (SELECT string_agg(pg_temp.rare('d' || n || '-' || i), ' ') FROM generate_series(1, 60) AS i), n % 1000, 'published', now()
FROM generate_series(1, @events) AS n;

-- One to five each, 2.8 on average, within a year.
INSERT INTO performances (id, event_id, venue_id, organization_id, compiled_plan_id, starts_at, doors_at, ends_at, on_sale_at, off_sale_at,
  status, currency, seat_count, seats_per_order_max, seats_per_buyer_max, hold_seconds, no_single_seats, attendee_names)
SELECT md5('p' || n || '-' || i)::uuid, md5('e' || n)::uuid, md5('v' || 1 + pg_temp.draw('w' || n || CASE WHEN n % 5 = 0 THEN i ELSE 0 END, @venues))::uuid,
  md5('o' || 1 + n % 300)::uuid, @plan, at, at, at + interval '2 hours', now() - interval '1 day', at, 'scheduled', 'EUR', @seats, 10, 20, 600, false, false
FROM generate_series(1, @events) AS n, generate_series(1, 1 + pg_temp.draw('k' || n, 23) / 5) AS i,
  LATERAL (SELECT date_trunc('hour', now()) + (1 + pg_temp.draw('t' || n, 8000) + 24 * i) * interval '1 hour' AS at) AS date;

INSERT INTO price_tiers
SELECT md5('q' || p.id)::uuid, p.id, 0, 'Standard', 'all', '#5b8def', 1000 + 100 * pg_temp.draw('r' || p.id, 90), 150, 1900, 'EUR' FROM performances p;

INSERT INTO seats (performance_id, seat_index, status, fence)
SELECT p.id, i, CASE WHEN pg_temp.draw('f' || p.id, 20) = 0 THEN 3 ELSE 0 END, 0 FROM performances p, generate_series(0, 1) AS i;

UPDATE search.state SET format = 0;
SET session_replication_role = origin;
ANALYZE organizations, venues, events, performances, price_tiers, seats;
