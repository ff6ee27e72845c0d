#!/bin/sh
# The role that serves the dashboards: it reads what the owner of the data makes, from now on, and writes nothing.
# Run once in the new database, before pnme init, as who may make roles. READER is its name (pnme_lectura); OWNER that of
# the role that will run pnme init (who runs this); READER_PASSWORD_FILE holds its password, if it has one: with peer
# authentication it needs none.
set -eu
: "${READER:=pnme_lectura}" "${OWNER:=${POSTGRES_USER:-${PGUSER:-$(id -un)}}}"
export READER OWNER
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username "${POSTGRES_USER:-${PGUSER:-$(id -un)}}" --dbname "${POSTGRES_DB:-${PGDATABASE:-pnme}}" <<'SQL'
\getenv reader READER
\getenv owner OWNER
CREATE ROLE :"reader" LOGIN CONNECTION LIMIT 100;
ALTER ROLE :"reader" SET default_transaction_read_only = on;
REVOKE CREATE, TEMPORARY ON DATABASE :"DBNAME" FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
-- large objects are written by whoever may call these
REVOKE EXECUTE ON FUNCTION lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea) FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO :"reader";
GRANT USAGE ON SCHEMA public TO :"reader";
GRANT SELECT ON ALL TABLES IN SCHEMA public TO :"reader";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT SELECT ON TABLES TO :"reader";
SQL
if [ -n "${READER_PASSWORD_FILE:-}" ]; then
    export READER_PASSWORD_FILE
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username "${POSTGRES_USER:-${PGUSER:-$(id -un)}}" --dbname "${POSTGRES_DB:-${PGDATABASE:-pnme}}" <<'SQL'
\getenv reader READER
\set clave `cat "$READER_PASSWORD_FILE"`
ALTER ROLE :"reader" PASSWORD :'clave';
SQL
fi
