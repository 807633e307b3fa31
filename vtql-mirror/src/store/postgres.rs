use super::{Applied, Change, Store};
use crate::cells::{self, Cell};
use crate::error::{Error, Result};
use crate::names;
use crate::postgres_url::Address;
use arrow_array::RecordBatch;
use postgres::{Client, Transaction};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use vtql_arrow::{ColumnKind, Columns};

/// A schema of a PostgreSQL database. The tables whose names begin with `_vtql` are its own.
pub(crate) struct PostgresStore {
    client: Client,
    /// The schema, quoted, with a point behind.
    schema: String,
    schema_name: String,
}

impl PostgresStore {
    pub(crate) fn open(address: &Address) -> Result<Self> {
        let mut client = address.connect()?;
        let schema = format!("{}.", quoted(&address.schema));
        // One run at a time works on a schema: the lock ends with the connection.
        let what = format!("vtql {}", address.schema);
        let free: bool =
            client.query_one("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", &[&what])?.get(0);
        if !free {
            return Err(Error::Locked(format!("the schema {} of {}", address.schema, address.shown)));
        }
        client.batch_execute(&format!(
            "SET client_min_messages = warning; SET DateStyle = 'ISO';
             CREATE SCHEMA IF NOT EXISTS {name};
             CREATE TABLE IF NOT EXISTS {schema}_vtql_modules (module text PRIMARY KEY, state text NOT NULL);
             CREATE TABLE IF NOT EXISTS {schema}_vtql_deleted (module text NOT NULL, id text NOT NULL,
                 found_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (module, id))",
            name = quoted(&address.schema)
        ))?;
        Ok(PostgresStore { client, schema, schema_name: address.schema.clone() })
    }

    fn table(&self, columns: &Columns) -> String {
        format!("{}{}", self.schema, quoted(columns.module()))
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\"").replace('\0', ""))
}

fn text_literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''").replace('\0', ""))
}

fn declared(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Integer => "bigint",
        ColumnKind::Decimal => "numeric(38,8)",
        ColumnKind::Boolean => "boolean",
        ColumnKind::Date => "date",
        ColumnKind::Time => "time without time zone",
        ColumnKind::DateTime => "timestamp without time zone",
        ColumnKind::Choices => "text[]",
        _ => "text",
    }
}

/// Names that no column can have: those of columns that each table has anyway, and none.
const RESERVED: [&str; 7] = ["", "cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"];

/// The columns as the table has them. PostgreSQL cuts names off behind 63 bytes.
fn wanted(columns: &Columns) -> Vec<(String, &'static str)> {
    let kind = |name: &str| {
        let column = columns.fields().iter().find(|column| column.name == name);
        column.map_or("text", |column| declared(column.kind))
    };
    let short = columns.names().map(|name| &name[..name.floor_char_boundary(60)]);
    let unique = names::unique_beside(&RESERVED, short);
    columns.names().zip(unique).map(|(name, unique)| (unique, kind(name))).collect()
}

/// Under this and its name is kept that a table is vtql's.
const OWN: &str = "*table:";

fn is_own(transaction: &mut Transaction<'_>, schema: &str, module: &str) -> Result<bool> {
    let text = format!("SELECT count(*) > 0 FROM {schema}_vtql_modules WHERE module IN ($1, $2)");
    Ok(transaction.query_one(&text, &[&module, &format!("{OWN}{module}")])?.get(0))
}

/// Why a table could not be dropped, with what to do about it where others depend on it.
fn depended_on(module: &str, error: postgres::Error) -> Error {
    let detail = error.as_db_error().and_then(|said| said.detail()).map(|it| it.replace('\n', ", "));
    match detail {
        Some(detail) => Error::refused(format!(
            "the table {module} cannot be made anew: {detail}. Drop that first, or keep the table fresh with `vtql sync`"
        )),
        None => error.into(),
    }
}

const NUMBER: &str = "(split_part(id, 'x', 2)::bigint)";

impl Store for PostgresStore {
    fn states(&mut self) -> Result<BTreeMap<String, String>> {
        let rows =
            self.client.query(&format!("SELECT module, state FROM {}_vtql_modules", self.schema), &[])?;
        Ok(rows.into_iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    fn remember(&mut self, name: &str, text: &str) -> Result<()> {
        let mut transaction = self.client.transaction()?;
        remember(&mut transaction, &self.schema, name, text)?;
        Ok(transaction.commit()?)
    }

    fn forget(&mut self, modules: &[String]) -> Result<()> {
        let schema = self.schema.clone();
        let mut transaction = self.client.transaction()?;
        for module in modules {
            if !is_own(&mut transaction, &schema, module)? {
                continue;
            }
            // What others made of the table stays, and is named in the error.
            let (view, table) = (view(&schema, module), quoted(module));
            let text = format!("DROP VIEW IF EXISTS {view}; DROP TABLE IF EXISTS {schema}{table}");
            transaction.batch_execute(&text).map_err(|error| depended_on(module, error))?;
            let name = format!("{OWN}{module}");
            transaction.execute(&format!("DELETE FROM {schema}_vtql_modules WHERE module = $1"), &[&name])?;
        }
        for table in ["_vtql_modules", "_vtql_deleted"] {
            transaction
                .execute(&format!("DELETE FROM {schema}{table} WHERE module = ANY($1)"), &[&modules])?;
        }
        Ok(transaction.commit()?)
    }

    fn prepare(&mut self, columns: &Columns) -> Result<Vec<String>> {
        let table = self.table(columns);
        let text = "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a \
                    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
                    WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped";
        let rows = self.client.query(text, &[&self.schema_name, &columns.module()])?;
        let present: BTreeMap<String, String> =
            rows.into_iter().map(|row| (row.get(0), row.get(1))).collect();
        let wanted = wanted(columns);
        let mut transaction = self.client.transaction()?;
        let mut done = Vec::new();
        let module = columns.module();
        if !present.is_empty() && !is_own(&mut transaction, &self.schema, module)? {
            let message = format!(
                "the schema {} has a table {module} that is not vtql's: give another schema with `?schema=NAME`",
                self.schema_name
            );
            return Err(Error::refused(message));
        }
        if present.is_empty() {
            remember(&mut transaction, &self.schema, &format!("{OWN}{module}"), "")?;
            let columns = wanted.iter().map(|(name, ty)| {
                let key = if name == "id" { " PRIMARY KEY" } else { "" };
                format!("{} {ty}{key}", quoted(name))
            });
            let columns: Vec<String> = columns.collect();
            transaction.batch_execute(&format!("CREATE TABLE {table} ({})", columns.join(", ")))?;
        } else {
            for (name, ty) in &wanted {
                let column = quoted(name);
                match present.get(name) {
                    Some(present) if present == ty => continue,
                    Some(was) => {
                        let view = view(&self.schema, columns.module());
                        let dropped =
                            format!("DROP VIEW IF EXISTS {view}; ALTER TABLE {table} DROP COLUMN {column}");
                        let old = names::of_an_old_column(name, |name| present.contains_key(name));
                        let mut kept = String::new();
                        let mut attempt = transaction.transaction()?;
                        // Views of others that show the column would be lost with it.
                        if attempt.batch_execute(&dropped).is_ok() {
                            attempt.commit()?;
                        } else {
                            attempt.rollback()?;
                            let old_column = quoted(&old);
                            transaction.batch_execute(&format!(
                                "ALTER TABLE {table} RENAME COLUMN {column} TO {old_column}"
                            ))?;
                            kept = format!("; the old column is `{old}` now, since a view uses it");
                        }
                        done.push(format!("retyped `{name}` from {was} to {ty}{kept}"));
                    }
                    None => done.push(format!("added `{name}` {ty}")),
                }
                transaction.batch_execute(&format!("ALTER TABLE {table} ADD COLUMN {column} {ty}"))?;
            }
        }
        transaction.commit()?;
        Ok(done)
    }

    fn apply(&mut self, change: &Change) -> Result<Applied> {
        let module = change.columns.module();
        let table = self.table(&change.columns);
        let mut transaction = self.client.transaction()?;
        let mut applied = Applied::default();
        if let Some(rows) = &change.rows {
            applied.changed = upsert(&mut transaction, &table, &change.columns, rows)?;
            if !applied.changed.is_empty() {
                let text = format!(
                    "DELETE FROM {schema}_vtql_deleted d USING {table} t WHERE d.module = $1 AND d.id = t.id",
                    schema = self.schema
                );
                if change.columns.names().any(|name| name == "id") {
                    transaction.execute(&text, &[&module])?;
                }
            }
        }
        if !change.deleted.is_empty() {
            let text = format!("DELETE FROM {table} WHERE id = ANY($1) RETURNING id");
            let gone: Vec<String> =
                transaction.query(&text, &[&change.deleted])?.into_iter().map(|row| row.get(0)).collect();
            applied.deleted = gone.len() as u64;
            let text = format!(
                "INSERT INTO {}_vtql_deleted (module, id) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING",
                self.schema
            );
            transaction.execute(&text, &[&module, &gone])?;
        }
        remember(&mut transaction, &self.schema, module, &change.state)?;
        transaction.commit()?;
        Ok(applied)
    }

    fn ids(
        &mut self,
        module: &str,
        range: (i64, i64),
        beside: &str,
    ) -> Result<Vec<(String, Option<String>)>> {
        let table = format!("{}{}", self.schema, quoted(module));
        let text = format!(
            "SELECT id, {}::text FROM {table} WHERE {NUMBER} > $1 AND {NUMBER} <= $2 ORDER BY {NUMBER}",
            quoted(beside)
        );
        let rows = self.client.query(&text, &[&range.0, &range.1])?;
        Ok(rows.into_iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    fn present(&mut self, module: &str, ids: &[String]) -> Result<Vec<String>> {
        let text = format!("SELECT id FROM {}{} WHERE id = ANY($1)", self.schema, quoted(module));
        Ok(self.client.query(&text, &[&ids])?.into_iter().map(|row| row.get(0)).collect())
    }

    fn mark(&mut self, module: &str) -> Result<(String, Option<String>)> {
        let text = format!(
            "SELECT concat_ws(' ', count(*), sum({NUMBER}), sum(hashtext(modifiedtime::text)::bigint)), \
             max(modifiedtime)::text FROM {}{}",
            self.schema,
            quoted(module)
        );
        let row = self.client.query_one(&text, &[])?;
        Ok((row.get(0), row.get(1)))
    }

    fn count(&mut self, module: &str) -> Result<u64> {
        let text = format!("SELECT count(*) FROM {}{}", self.schema, quoted(module));
        let count: i64 = self.client.query_one(&text, &[])?.get(0);
        Ok(count.unsigned_abs())
    }

    fn complete(&mut self, columns: &Columns) -> Result<()> {
        let text = "SELECT lower(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                    WHERE n.nspname = $1";
        let taken: Vec<String> =
            self.client.query(text, &[&self.schema_name])?.into_iter().map(|row| row.get(0)).collect();
        let taken = |name: &str| taken.iter().any(|it| it == name);
        let table = self.table(columns);
        let wanted = wanted(columns);
        let mut texts = vec![format!("COMMENT ON TABLE {table} IS {}", text_literal(columns.label()))];
        for (column, (name, _)) in columns.fields().iter().zip(&wanted) {
            let label = text_literal(&column.label);
            texts.push(format!("COMMENT ON COLUMN {table}.{} IS {label}", quoted(name)));
            if column.is_reference() {
                let index = format!("{}.{}", columns.module(), column.name);
                let index = quoted(&index[..index.floor_char_boundary(60)]);
                texts.push(format!("CREATE INDEX IF NOT EXISTS {index} ON {table} ({})", quoted(name)));
            }
        }
        if columns.names().any(|name| name == "id") {
            let index = format!("{}.number", columns.module());
            let index = quoted(&index[..index.floor_char_boundary(60)]);
            texts.push(format!("CREATE INDEX IF NOT EXISTS {index} ON {table} ({NUMBER})"));
        }
        let labels = columns.fields().iter().map(|column| {
            let label = if column.label.is_empty() { &column.name } else { &column.label };
            label[..label.floor_char_boundary(60)].to_owned()
        });
        let labels: Vec<String> = labels.collect();
        let labels = names::unique_beside(&[""], labels.iter().map(String::as_str));
        let shown: Vec<String> = wanted
            .iter()
            .zip(labels)
            .map(|((name, _), label)| format!("{} AS {}", quoted(name), quoted(&label)))
            .collect();
        let view = view(&self.schema, columns.module());
        texts.push(format!("CREATE VIEW {view} AS SELECT {} FROM {table}", shown.join(", ")));
        let mut transaction = self.client.transaction()?;
        let mut attempt = transaction.transaction()?;
        if attempt.batch_execute(&format!("DROP VIEW IF EXISTS {view}")).is_ok() {
            attempt.commit()?;
        } else {
            attempt.rollback()?;
            // A view of somebody uses it, and goes on with the old one.
            let old = names::of_an_old_column(&format!("{}_labels", columns.module()), taken);
            transaction.batch_execute(&format!("ALTER VIEW {view} RENAME TO {}", quoted(&old)))?;
        }
        transaction.batch_execute(&texts.join(";\n"))?;
        Ok(transaction.commit()?)
    }

    fn close(&mut self) -> Result<()> {
        Ok(())
    }

    fn publish(&mut self, folder: &Path) -> Result<()> {
        Err(Error::refused(format!("a PostgreSQL database is not published to {}", folder.display())))
    }
}

fn view(schema: &str, module: &str) -> String {
    format!("{schema}{}", quoted(&format!("{module}_labels")))
}

fn remember(transaction: &mut Transaction<'_>, schema: &str, name: &str, text: &str) -> Result<()> {
    let keep = format!(
        "INSERT INTO {schema}_vtql_modules (module, state) VALUES ($1, $2) \
         ON CONFLICT (module) DO UPDATE SET state = excluded.state"
    );
    transaction.execute(&keep, &[&name, &text])?;
    Ok(())
}

/// Sets rows by way of a table that only this transaction sees.
fn upsert(
    transaction: &mut Transaction<'_>,
    table: &str,
    columns: &Columns,
    rows: &RecordBatch,
) -> Result<Vec<usize>> {
    let all: Vec<String> = wanted(columns).iter().map(|(name, _)| quoted(name)).collect();
    let list = all.join(", ");
    let others: Vec<&String> = all.iter().filter(|name| *name != "\"id\"").collect();
    if others.len() == all.len() {
        copy(transaction, table, &list, rows)?;
        return Ok((0..rows.num_rows()).collect());
    }
    transaction.batch_execute(&format!(
        "CREATE TEMPORARY TABLE _vtql_in ON COMMIT DROP AS SELECT {list} FROM {table} WITH NO DATA"
    ))?;
    copy(transaction, "_vtql_in", &list, rows)?;
    let of = |prefix: &str| {
        let names: Vec<String> = others.iter().map(|name| format!("{prefix}.{name}")).collect();
        names.join(", ")
    };
    let set: Vec<String> = others.iter().map(|name| format!("{name} = excluded.{name}")).collect();
    let on_conflict = if others.is_empty() {
        "NOTHING".to_owned()
    } else {
        format!(
            "UPDATE SET {} WHERE ROW({}) IS DISTINCT FROM ROW({})",
            set.join(", "),
            of("t"),
            of("excluded")
        )
    };
    let text = format!(
        "INSERT INTO {table} AS t ({list}) SELECT {list} FROM _vtql_in ON CONFLICT (id) DO {on_conflict} RETURNING t.id"
    );
    let changed: Vec<String> = transaction.query(&text, &[])?.into_iter().map(|row| row.get(0)).collect();
    transaction.batch_execute("DROP TABLE _vtql_in")?;
    let changed: std::collections::BTreeSet<String> = changed.into_iter().collect();
    let ids = cells::columns(rows);
    let place = rows.schema().index_of("id")?;
    let is_changed = |row: &usize| matches!(ids.get(place).map(|ids| ids.at(*row)), Some(Cell::Text(id)) if changed.contains(id));
    Ok((0..rows.num_rows()).filter(is_changed).collect())
}

/// The rows in PostgreSQL's own text form: no value becomes text of a statement.
fn copy(transaction: &mut Transaction<'_>, table: &str, list: &str, rows: &RecordBatch) -> Result<()> {
    let columns = cells::columns(rows);
    let mut text = String::new();
    for row in 0..rows.num_rows() {
        for (index, column) in columns.iter().enumerate() {
            if index > 0 {
                text.push('\t');
            }
            match column.at(row) {
                Cell::Null => text.push_str("\\N"),
                Cell::Boolean(yes) => text.push(if yes { 't' } else { 'f' }),
                Cell::Integer(number) => text.push_str(&number.to_string()),
                Cell::Text(value) => escape(&mut text, value),
                Cell::Decimal(value) | Cell::Time(value) => escape(&mut text, &value),
                Cell::List(values) => escape(&mut text, &list_text(&values)),
            }
        }
        text.push('\n');
    }
    let mut writer = transaction.copy_in(&format!("COPY {table} ({list}) FROM STDIN"))?;
    writer.write_all(text.as_bytes()).map_err(|error| Error::Postgres(error.to_string()))?;
    writer.finish()?;
    Ok(())
}

/// What stands for NUL, which PostgreSQL's texts cannot hold: the sign for it.
const NUL: char = '\u{2400}';

fn escape(out: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\0' => out.push(NUL),
            c => out.push(c),
        }
    }
}

fn list_text(values: &[String]) -> String {
    let values =
        values.iter().map(|value| format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")));
    format!("{{{}}}", values.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::wanted;
    use vtql_arrow::{Columns, Misfits};

    #[test]
    fn a_column_has_a_name_that_the_database_takes() {
        let field = |name: &str| serde_json::json!({"name": name, "label": "", "type": {"name": "integer"}});
        let fields: Vec<_> = ["id", "ctid", "XMIN", "", "ctid_2", "oid"].map(field).into();
        let text = serde_json::json!({"name": "Odd", "label": "Odd", "fields": fields}).to_string();
        let module = vtql_schema::describe::from_json(&text).unwrap();
        let names: Vec<String> =
            wanted(&Columns::of_module(&module, Misfits::Null)).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["id", "ctid_2", "XMIN_2", "_2", "ctid_2_2", "oid"]);
    }
}
