//! The questions of docs/sql.md, run as they stand there.

use crate::support::{Instance, mirror, small};

fn questions() -> Vec<String> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/sql.md")).unwrap();
    let blocks = text.split("```sql\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().trim().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_questions_of_the_documentation_have_answers() {
    let instance = Instance::of(small()).await;
    let questions = questions();
    assert_eq!(questions.len(), 10);
    let mut answered = 0;
    for text in &questions {
        let price = instance.session.price(text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
        let (rows, queries) = instance.run(text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
        let sent = queries.len() as u64;
        let fits = price.range.least <= sent && price.range.most.is_some_and(|most| sent <= most);
        assert!(fits, "{text}: {sent} requests, and {} were said", price.range);
        answered += usize::from(!rows.is_empty());
    }
    assert!(answered >= 8, "{answered} have rows");
}

#[tokio::test(flavor = "multi_thread")]
async fn their_answers_are_those_of_sqlite_where_it_has_the_functions() {
    let instance = Instance::of(small()).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mirror.sqlite");
    let modules = ["Contacts", "Accounts", "Potentials", "HelpDesk", "ModComments", "Leads"];
    mirror(&instance.sandbox, &modules, &file).await;
    let connection = rusqlite::Connection::open(&file).unwrap();
    for text in questions().iter().filter(|text| !text.contains("date_trunc") && !text.contains("amount")) {
        let mut statement = connection.prepare(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let width = statement.column_count();
        let cell = |row: &rusqlite::Row<'_>, at| -> rusqlite::Result<Option<String>> {
            use rusqlite::types::Value;
            Ok(match row.get::<_, Value>(at)? {
                Value::Null | Value::Blob(_) => None,
                Value::Integer(number) => Some(number.to_string()),
                Value::Real(number) => Some(number.to_string()),
                Value::Text(text) => Some(text),
            })
        };
        let expected = statement.query_map([], |row| (0..width).map(|at| cell(row, at)).collect()).unwrap();
        let expected: Vec<Vec<Option<String>>> = expected.collect::<Result<_, _>>().unwrap();
        let (rows, _) = instance.run(text).await.unwrap();
        // Letters beyond ASCII have no small form in SQLite.
        let same = |rows: &[Vec<Option<String>>]| {
            let lower = |cell: &Option<String>| cell.as_deref().map(str::to_lowercase);
            let mut rows: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(lower).collect()).collect();
            rows.sort();
            rows
        };
        assert_eq!(same(&rows), same(&expected), "{text}");
    }
}
