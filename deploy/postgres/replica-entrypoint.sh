#!/usr/bin/env bash
# Entrypoint of the replica: copies the primary when there are no data yet, then follows it. To make
# the replica anew, delete its volume.
set -euo pipefail

: "${PGDATA:?}" "${PRIMARY_HOST:?}" "${PRIMARY_PORT:?}" "${REPLICATION_PASSWORD:?}"
copy="$PGDATA/copy"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # What an interrupted copy left. The folder itself stays: it is the mount point of the volume.
  find "$PGDATA" -mindepth 1 -delete
  until pg_isready --quiet --host="$PRIMARY_HOST" --port="$PRIMARY_PORT"; do
    echo "waiting for $PRIMARY_HOST"
    sleep 1
  done
  # Writes how to follow the primary, password included, into postgresql.auto.conf. The slot keeps
  # on the primary what this replica has not received yet.
  PGPASSWORD="$REPLICATION_PASSWORD" pg_basebackup \
    --host="$PRIMARY_HOST" --port="$PRIMARY_PORT" --username=replicator --no-password \
    --pgdata="$copy" --wal-method=stream --slot=mall_replica --write-recovery-conf \
    --checkpoint=fast
  # PG_VERSION last: it is what says that the copy is whole.
  find "$copy" -mindepth 1 -maxdepth 1 ! -name PG_VERSION -exec mv -t "$PGDATA" {} +
  mv "$copy/PG_VERSION" "$PGDATA"
  rmdir "$copy"
fi

chmod 700 "$PGDATA"
exec "$@"
