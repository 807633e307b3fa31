-- What Grafana asks to test a source of data, and to offer tables and columns.
SELECT 1;
SELECT current_database();
SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY table_schema, table_name;
SELECT quote_ident(table_name) FROM information_schema.tables WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog');
SELECT quote_ident(column_name) AS "column", data_type AS "type" FROM information_schema.columns WHERE quote_ident(table_name) = 'potentials';
SELECT date_trunc('day', createdtime) AS "time", count(*) AS value FROM crm.contacts WHERE createdtime BETWEEN '2026-01-01T00:00:00Z' AND '2026-10-31T00:00:00Z' GROUP BY 1 ORDER BY 1;
