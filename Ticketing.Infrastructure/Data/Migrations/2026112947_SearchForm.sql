-- Decomposed, without combining marks, lower case; letters that have no decomposition as the catalog's search writes them. Lower case comes
-- last: by then the letters are ASCII, which every collation knows.
CREATE FUNCTION search_form(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(replace(replace(replace(
    translate(regexp_replace(normalize(value, NFKD), '[\u0300-\u036f]', '', 'g'), 'øØłŁđĐıẞÆŒ', 'oollddißæœ'),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'))
$$;
