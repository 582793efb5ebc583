#!/bin/sh
# A dump that needs neither this server's version nor its archive.
set -eu
PGPASSWORD=$(cat /run/secrets/postgres/backup)
export PGPASSWORD
pg_dump --host=postgres --username=backup --format=custom --compress=6 --file=/dump/ticketing.dump ticketing
# Reads the whole file: a dump cut short is found here.
pg_restore --list /dump/ticketing.dump >/dev/null
