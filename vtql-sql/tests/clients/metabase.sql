-- What Metabase asks through its driver when a database is added and read.
SET extra_float_digits = 3;
SET application_name = 'Metabase';
SHOW TRANSACTION ISOLATION LEVEL;
SELECT 1;
SELECT current_schema();
SELECT nspname AS table_schem, NULL AS table_catalog FROM pg_catalog.pg_namespace WHERE nspname <> 'pg_toast' ORDER BY table_schem;
SELECT n.nspname AS schema, c.relname AS name, CASE c.relkind WHEN 'r' THEN 'TABLE' WHEN 'v' THEN 'VIEW' ELSE 'OTHER' END AS type FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON c.relnamespace = n.oid WHERE n.nspname <> 'pg_catalog' AND c.relkind IN ('r', 'p', 'v', 'f', 'm') ORDER BY type, schema, name;
SELECT c.column_name, c.data_type, c.table_schema, c.table_name, c.ordinal_position FROM information_schema.columns c WHERE c.table_schema = 'crm' AND c.table_name = 'contacts' ORDER BY c.ordinal_position;
SELECT a.attname, t.typname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON a.attrelid = c.oid JOIN pg_catalog.pg_type t ON a.atttypid = t.oid WHERE c.relname = 'contacts' AND a.attnum > 0;
SELECT count(*) FROM "crm"."contacts";
SELECT "crm"."contacts"."lastname" AS "lastname", count(*) AS "count" FROM "crm"."contacts" GROUP BY "crm"."contacts"."lastname" ORDER BY "crm"."contacts"."lastname" ASC LIMIT 20;
