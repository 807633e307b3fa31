//! Tables of an SQLite file, read row by row on a thread of their own.

use async_trait::async_trait;
use datafusion::arrow::array::{RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{MemorySchemaProvider, SchemaProvider, Session, TableProvider};
use datafusion::datasource::TableType;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::mpsc::Sender;
use vtql_arrow::{BatchBuilder, ColumnKind, Columns, Misfits};
use vtql_schema::Module;

/// So many rows make a batch.
const BATCH: usize = 8_192;

/// A table or a view of a file.
#[derive(Clone, Debug)]
struct SqliteTable {
    file: PathBuf,
    name: String,
    /// The names in the file, beside those of the schema.
    names: Vec<String>,
    columns: Columns,
    schema: SchemaRef,
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

/// The tables of a file, those of SQLite itself and of mirrors' bookkeeping left out.
pub(super) fn schema(file: &Path) -> Result<MemorySchemaProvider, Box<dyn std::error::Error>> {
    let connection = open(file)?;
    let text = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                AND name NOT LIKE '\\_vtql\\_%' ESCAPE '\\'";
    let mut statement = connection.prepare(text)?;
    let names: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let schema = MemorySchemaProvider::new();
    for name in names {
        let table = SqliteTable::new(&connection, file, &name)?;
        schema.register_table(name.to_lowercase(), Arc::new(table))?;
    }
    Ok(schema)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What a column holds, by the type that it is declared with.
fn kind(declared: &str) -> ColumnKind {
    let declared = declared.to_ascii_uppercase();
    match declared.as_str() {
        "BOOLEAN" => ColumnKind::Boolean,
        "DATE" => ColumnKind::Date,
        "TIME" => ColumnKind::Time,
        "DATETIME" | "TIMESTAMP" => ColumnKind::DateTime,
        text if text.contains("INT") => ColumnKind::Integer,
        text if ["DEC", "NUM", "REAL", "FLOA", "DOUB"].iter().any(|part| text.contains(part)) => {
            ColumnKind::Decimal
        }
        _ => ColumnKind::Text,
    }
}

impl SqliteTable {
    fn new(connection: &Connection, file: &Path, name: &str) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare("SELECT name, type FROM pragma_table_info(?1)")?;
        let rows = statement.query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let declared: Vec<(String, String)> = rows.collect::<Result<_, _>>()?;
        let nothing = Columns::of_fields(&Module::new(name, []), [], Misfits::Null);
        let columns = declared
            .iter()
            .fold(nothing, |columns, (name, declared)| columns.with(&name.to_lowercase(), kind(declared)));
        let names = declared.into_iter().map(|(name, _)| name).collect();
        let schema = columns.schema();
        Ok(SqliteTable { file: file.to_owned(), name: name.to_owned(), names, columns, schema })
    }

    fn read(&self, to: &Sender<Result<RecordBatch>>) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let connection = open(&self.file)?;
        let columns: Vec<String> = self.names.iter().map(|name| quoted(name)).collect();
        let columns = if columns.is_empty() { "NULL".to_owned() } else { columns.join(", ") };
        let mut statement = connection.prepare(&format!("SELECT {columns} FROM {}", quoted(&self.name)))?;
        let mut rows = statement.query([])?;
        let mut builder = BatchBuilder::new(self.columns.clone());
        loop {
            let row = rows.next()?;
            let ended = row.is_none();
            if let Some(row) = row {
                let cells: Vec<Option<Cow<'_, str>>> =
                    (0..self.names.len()).map(|at| row.get_ref(at).map(text)).collect::<Result<_, _>>()?;
                builder.append_texts(cells.iter().map(Option::as_deref));
            }
            if builder.rows() >= BATCH || ended && builder.rows() > 0 {
                let options = RecordBatchOptions::new().with_row_count(Some(builder.rows()));
                let columns = builder.finish()?.columns().to_vec();
                let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)?;
                if to.blocking_send(Ok(batch)).is_err() {
                    return Ok(());
                }
            }
            if ended {
                return Ok(());
            }
        }
    }
}

fn text(value: ValueRef<'_>) -> Option<Cow<'_, str>> {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Integer(number) => Some(number.to_string().into()),
        ValueRef::Real(number) => Some(number.to_string().into()),
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text)),
    }
}

impl PartitionStream for SqliteTable {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut stream = RecordBatchReceiverStream::builder(Arc::clone(&self.schema), 2);
        let (table, to) = (self.clone(), stream.tx());
        stream.spawn_blocking(move || {
            table.read(&to).map_err(DataFusionError::External)?;
            Ok(())
        });
        stream.build()
    }
}

#[async_trait]
impl TableProvider for SqliteTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let partition = Arc::new(self.clone()) as Arc<dyn PartitionStream>;
        let schema = Arc::clone(&self.schema);
        Ok(Arc::new(StreamingTableExec::try_new(schema, vec![partition], projection, [], false, limit)?))
    }
}

#[cfg(test)]
mod tests {
    use super::kind;
    use vtql_arrow::ColumnKind;

    #[test]
    fn declared_types_are_those_of_mirrors_and_of_others() {
        let kinds = [
            ("INTEGER", ColumnKind::Integer),
            ("bigint", ColumnKind::Integer),
            ("DECIMAL_TEXT", ColumnKind::Decimal),
            ("double precision", ColumnKind::Decimal),
            ("DATETIME", ColumnKind::DateTime),
            ("varchar(20)", ColumnKind::Text),
            ("", ColumnKind::Text),
        ];
        for (declared, expected) in kinds {
            assert_eq!(kind(declared), expected, "{declared}");
        }
    }
}
