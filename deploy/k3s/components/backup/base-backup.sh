#!/bin/sh
# A base backup, checked, then the removal of what 14 days no longer need.
set -eu
keep_days=14
PGPASSWORD=$(cat /run/secrets/postgres/backup)
export PGPASSWORD
today=$(date -u +%Y%m%dT%H%M%SZ)
base=/archive/base

pg_basebackup --host=postgres --username=backup --checkpoint=fast --wal-method=none --format=plain \
    --manifest-checksums=SHA256 --pgdata="$base/$today.part"
# Without the log, which is in the archive.
pg_verifybackup --no-parse-wal "$base/$today.part"
mv "$base/$today.part" "$base/$today"

find "$base" -mindepth 1 -maxdepth 1 -type d -mtime "+$keep_days" -exec rm -r {} +
oldest=$(find "$base" -mindepth 1 -maxdepth 1 -type d ! -name '*.part' | sort | head -n 1)
first=$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]*\))$/\1/p' "$oldest/backup_label")
pg_archivecleanup /archive/wal "$first"
