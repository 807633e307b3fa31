use crate::cells;
use crate::watch::Watch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeMap;
use std::fs::File;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use vtql_arrow::{ColumnKind, Columns, Text, decimal_text};
use vtql_client::{Client, Record, RetryPolicy};
use vtql_sandbox::Sandbox;

/// The two interfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interface {
    Rest,
    Session,
}

pub(super) const BOTH: [Interface; 2] = [Interface::Rest, Interface::Session];

/// A client of a sandbox, and its watch.
pub(super) fn client(sandbox: &Sandbox, interface: Interface) -> (Client, Watch) {
    let url = match interface {
        Interface::Rest => sandbox.url(),
        Interface::Session => sandbox.webservice_url(),
    };
    let watch = Watch::new();
    let retry =
        RetryPolicy::default().attempts(12).waits(Duration::from_millis(1), Duration::from_millis(50));
    let builder = Client::builder().url(url).user(sandbox.user()).access_key(sandbox.access_key());
    (builder.retry(retry).hook(watch.clone()).build().unwrap(), watch)
}

/// A row: the texts of its fields, brought to one form for each type; null is left out.
pub(super) type Row = BTreeMap<String, String>;

/// The rows of a table by their ids.
pub(super) type Rows = BTreeMap<String, Row>;

/// A text in the one form of its type.
fn normal(kind: ColumnKind, text: &str) -> Option<String> {
    let typed = match kind {
        ColumnKind::Text | ColumnKind::Choice | ColumnKind::Choices => return Some(text.to_owned()),
        ColumnKind::Decimal => Text(text).decimal().map(decimal_text),
        ColumnKind::Boolean => Text(text).boolean().map(|yes| u8::from(yes).to_string()),
        ColumnKind::Time if text.len() == 5 => Some(format!("{text}:00")),
        _ => Some(text.to_owned()),
    };
    typed.filter(|text| !text.is_empty() && !text.starts_with("0000-00-00"))
}

/// The rows of a module as the sandbox dumps them. Line item fields are left out: the tables have none.
pub(super) fn dumped(folder: &Path, columns: &Columns) -> Rows {
    let text = std::fs::read_to_string(folder.join(format!("{}.jsonl", columns.module()))).unwrap();
    let mut rows = Rows::new();
    for line in text.lines() {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        let mut row = Row::new();
        for column in columns.fields() {
            let key = match column.name.as_str() {
                name if object.contains_key(name) => name,
                "hdnDiscountPercent" => "discount_percent",
                "hdnDiscountAmount" => "discount_amount",
                name => name,
            };
            if let Some(text) = object.get(key).and_then(serde_json::Value::as_str)
                && let Some(text) = normal(column.kind, text)
            {
                row.insert(column.name.clone(), text);
            }
        }
        rows.insert(row["id"].clone(), row);
    }
    rows
}

/// The row of a record that the client was given.
pub(super) fn of_record(record: &Record, columns: &Columns) -> Row {
    let pairs = columns
        .fields()
        .iter()
        .filter_map(|column| Some((column.name.clone(), normal(column.kind, record.get(&column.name)?)?)));
    pairs.collect()
}

/// The rows of a CSV text, read by another's reader.
pub(super) fn of_csv(text: &str, columns: &Columns) -> Rows {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().clone();
    assert_eq!(header.iter().collect::<Vec<_>>(), columns.names().collect::<Vec<_>>());
    let kinds: BTreeMap<&str, ColumnKind> =
        columns.fields().iter().map(|column| (column.name.as_str(), column.kind)).collect();
    let mut rows = Rows::new();
    for record in reader.records() {
        let record = record.unwrap();
        assert_eq!(record.len(), header.len());
        let cells = header.iter().zip(record.iter()).filter(|(name, _)| kinds.contains_key(name));
        let row: Row =
            cells.filter_map(|(name, text)| Some((name.to_owned(), normal(kinds[name], text)?))).collect();
        assert!(rows.insert(row["id"].clone(), row).is_none(), "a row twice");
    }
    rows
}

/// The rows of JSON lines.
pub(super) fn of_jsonl(text: &str, columns: &Columns) -> Rows {
    let mut rows = Rows::new();
    for line in text.lines() {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        let mut row = Row::new();
        for column in columns.fields() {
            let text = match &object[&column.name] {
                serde_json::Value::Null => continue,
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Bool(yes) => u8::from(*yes).to_string(),
                serde_json::Value::Array(list) => {
                    list.iter().map(|it| it.as_str().unwrap()).collect::<Vec<_>>().join(" |##| ")
                }
                other => other.to_string(),
            };
            row.insert(column.name.clone(), text);
        }
        assert!(rows.insert(row["id"].clone(), row).is_none(), "a row twice");
    }
    rows
}

/// The rows of a Parquet file.
pub(super) fn of_parquet(path: &Path) -> Rows {
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap().build().unwrap();
    let mut rows = Rows::new();
    for batch in reader {
        let batch = batch.unwrap();
        let schema = batch.schema();
        let columns = cells::columns(&batch);
        for row in 0..batch.num_rows() {
            let mut values = Row::new();
            for (field, column) in schema.fields().iter().zip(&columns) {
                let mut text = String::new();
                if column.at(row).write(&mut text).is_some() && field.name() != "_raw" {
                    values.insert(field.name().clone(), text);
                }
            }
            assert!(rows.insert(values["id"].clone(), values).is_none(), "a row twice");
        }
    }
    rows
}

/// The rows of a table of an SQLite database.
pub(super) fn of_sqlite(path: &Path, module: &str) -> Rows {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{module}\"")).unwrap();
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut found = statement.query([]).unwrap();
    let mut rows = Rows::new();
    while let Some(row) = found.next().unwrap() {
        let mut values = Row::new();
        for (index, name) in names.iter().enumerate() {
            let text = match row.get_ref(index).unwrap() {
                rusqlite::types::ValueRef::Null => continue,
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                rusqlite::types::ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
                other => panic!("{other:?} in {name}"),
            };
            if name != "_raw" {
                values.insert(name.clone(), text);
            }
        }
        rows.insert(values["id"].clone(), values);
    }
    rows
}

/// Says where two tables differ first.
pub(super) fn same(what: &str, found: &Rows, wanted: &Rows) {
    for (id, row) in wanted {
        match found.get(id) {
            None => panic!("{what}: {id} is missing"),
            Some(other) if other != row => {
                let differs = |name: &&String| other.get(*name) != row.get(*name);
                let names: Vec<_> = row.keys().chain(other.keys()).filter(differs).take(3).collect();
                let shown: Vec<_> =
                    names.iter().map(|name| (name, other.get(*name), row.get(*name))).collect();
                panic!("{what}: {id} differs (field, found, wanted): {shown:?}");
            }
            Some(_) => {}
        }
    }
    assert_eq!(found.len(), wanted.len(), "{what}: rows that should not be there");
}

/// The lines of a CSV text, read by another's reader: a map of columns each, without those that are empty.
pub(super) fn of_csv_lines(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        let cells = header.iter().zip(record.iter()).filter(|(_, text)| !text.is_empty());
        cells.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
    });
    rows.collect()
}

/// Makes another answer of the one that the sandbox gave to a request, whose first line comes with it.
type Change = dyn Fn(&str, String) -> String + Send + Sync;

/// The address of a server that answers as the sandbox does, but for what is changed.
pub(super) async fn proxy(
    sandbox: &Sandbox,
    change: impl Fn(&str, String) -> String + Send + Sync + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (to, address) = (sandbox.address(), listener.local_addr().unwrap());
    let change: Arc<Change> = Arc::new(change);
    tokio::spawn(async move {
        while let Ok((from, _)) = listener.accept().await {
            tokio::spawn(forward(from, to, Arc::clone(&change)));
        }
    });
    sandbox.url().replace(&to.to_string(), &address.to_string())
}

async fn forward(mut from: TcpStream, to: SocketAddr, change: Arc<Change>) {
    let (mut head, mut buffer) = (Vec::new(), [0; 4096]);
    while !head.windows(4).any(|part| part == b"\r\n\r\n") {
        let Ok(length @ 1..) = from.read(&mut buffer).await else { return };
        head.extend_from_slice(&buffer[..length]);
    }
    let text = String::from_utf8_lossy(&head).replacen("\r\n", "\r\nconnection: close\r\n", 1);
    let mut sandbox = TcpStream::connect(to).await.unwrap();
    sandbox.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    sandbox.read_to_end(&mut answer).await.unwrap();
    let answer = change(text.lines().next().unwrap(), String::from_utf8(answer).unwrap());
    from.write_all(answer.as_bytes()).await.ok();
}

/// An answer with this body.
pub(super) fn answer(body: &str) -> String {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
    format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}
