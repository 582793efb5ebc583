-- What visitors search for, by day (UTC): counted in memory and added up here. Nothing is stored about who asked; the words themselves can be
-- a person's name, which is deleted after a week unless it was searched for several times.
-- query: the folded words; is_found: whether anything was found.
CREATE TABLE search_queries (
    day date NOT NULL,
    query varchar(80) NOT NULL,
    is_found boolean NOT NULL,
    count bigint NOT NULL,
    CONSTRAINT pk_search_queries PRIMARY KEY (day, query, is_found)
) WITH (fillfactor = 70);

-- Words that mean the same for the search, edited by admins.
CREATE TABLE search_synonyms (
    id uuid NOT NULL,
    words text[] NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_search_synonyms PRIMARY KEY (id)
);
