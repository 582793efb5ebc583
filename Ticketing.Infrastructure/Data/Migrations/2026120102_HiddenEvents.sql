-- An organizer can hide a published event: the public neither sees it nor buys its seats, and tickets stay valid. The views and the search
-- call the function.
CREATE OR REPLACE FUNCTION event_is_public(event_status text, organization_status text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(event_status NOT IN ('draft', 'hidden') AND organization_status = 'approved', false)
$$;
