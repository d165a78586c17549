#!/usr/bin/env bash
# Run once by the entrypoint of the postgres image, when the data folder is created: the database of
# the mall with its own user, who is no superuser, and a user that may do nothing but replicate.
set -euo pipefail

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 \
  --username="$POSTGRES_USER" --dbname=postgres \
  --set=database_password="$DATABASE_PASSWORD" \
  --set=replication_password="$REPLICATION_PASSWORD" <<'SQL'
CREATE ROLE mall LOGIN PASSWORD :'database_password';
CREATE DATABASE mall OWNER mall;
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication_password';
SELECT pg_create_physical_replication_slot('mall_replica');
SQL

# "all" databases, as the image writes it, does not include replication.
echo "host replication replicator all scram-sha-256" >>"$PGDATA/pg_hba.conf"
