#!/bin/sh
# Runs once, on the empty database: a role for each reader with its least rights. The shop owns its database and is no superuser.
set -eu
secrets=/run/secrets/postgres
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v shop="$(cat $secrets/ticketing)" -v backup="$(cat $secrets/backup)" \
    -v metrics="$(cat $secrets/metrics)" -v keycloak="$(cat $secrets/keycloak)" <<'SQL'
CREATE ROLE ticketing LOGIN PASSWORD :'shop';
CREATE ROLE backup LOGIN REPLICATION PASSWORD :'backup';
GRANT pg_read_all_data TO backup;
CREATE ROLE metrics LOGIN PASSWORD :'metrics';
GRANT pg_monitor TO metrics;
CREATE ROLE keycloak LOGIN PASSWORD :'keycloak';
CREATE DATABASE ticketing OWNER ticketing;
CREATE DATABASE keycloak OWNER keycloak;
REVOKE CONNECT ON DATABASE ticketing, keycloak FROM PUBLIC;
GRANT CONNECT ON DATABASE ticketing TO backup, metrics;
\connect ticketing
CREATE EXTENSION pg_stat_statements;
SQL
