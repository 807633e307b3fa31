-- What people type into psql, and what psql asks for it.
SELECT version();
SELECT d.datname AS "Name" FROM pg_catalog.pg_database d ORDER BY 1;
SELECT n.nspname AS "Schema", c.relname AS "Name", pg_catalog.pg_get_userbyid(c.relowner) AS "Owner" FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname <> 'pg_catalog' ORDER BY 1, 2;
BEGIN;
SELECT lastname FROM contacts ORDER BY createdtime DESC LIMIT 3;
COMMIT;
