-- A radius is a list of venues: their performances are read by time.
DO $$
DECLARE former text;
BEGIN
  -- A rebuild has given the index another name.
  SELECT i.relname INTO former
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
  WHERE x.indrelid = 'search.performances'::regclass AND pg_get_indexdef(x.indexrelid) LIKE '%(venue)';
  CREATE INDEX ON search.performances (venue, starts_at);
  IF former IS NOT NULL THEN
    EXECUTE format('DROP INDEX search.%I', former);
  END IF;
END $$;
