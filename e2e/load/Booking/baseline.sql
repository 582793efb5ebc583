-- The application's tables as far as the naive booking needs them: likewise without foreign keys, with the necessary indexes,
-- and with integer ids, which are cheaper than the application's UUIDs.
CREATE TABLE seats (
  performance_id integer NOT NULL,
  seat_index integer NOT NULL,
  status smallint NOT NULL,
  order_id bigint,
  fence bigint NOT NULL,
  PRIMARY KEY (performance_id, seat_index)
) WITH (fillfactor = 50);

CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number varchar(16) NOT NULL UNIQUE DEFAULT substr(md5(random()::text), 1, 16),
  performance_id integer NOT NULL,
  email varchar(254) NOT NULL,
  name varchar(200) NOT NULL,
  status varchar(24) NOT NULL,
  currency varchar(3) NOT NULL,
  total bigint NOT NULL,
  token varchar(64) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  paid_at timestamptz
);

CREATE INDEX ON orders (performance_id, email);

CREATE TABLE order_items (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint NOT NULL,
  performance_id integer NOT NULL,
  seat_index integer NOT NULL,
  label varchar(200) NOT NULL,
  price bigint NOT NULL,
  UNIQUE (performance_id, seat_index)
);

CREATE INDEX ON order_items (order_id);

CREATE TABLE tickets (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint NOT NULL,
  performance_id integer NOT NULL,
  seat_index integer NOT NULL,
  code varchar(400),
  status varchar(24) NOT NULL,
  issued_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (performance_id, seat_index)
);

CREATE INDEX ON tickets (order_id);
