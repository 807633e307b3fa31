//! Functions over the rows of any query, without the name of anything that is hidden.

use std::fmt::Debug;
use vtql_client::{AnonymousRow, Client, Query, RecordId, Result, Row, vtql, vtql_query};

vtql_query! {
    fn named() -> Named = select id, lastname from Contacts limit 5;
}

async fn everything<R: Send + 'static>(query: &Query<R>, client: &Client) -> Result<Vec<R>> {
    query.all(client).await
}

async fn shown<R: Debug + Send + 'static>(query: Query<R>, client: &Client) -> Result<Vec<String>> {
    let mut rows = query.stream(client);
    let mut shown = Vec::new();
    while let Some(row) = rows.next().await {
        shown.push(format!("{:?}", row?));
    }
    Ok(shown)
}

fn copies<R>(rows: &[AnonymousRow<R>]) -> Vec<AnonymousRow<R>> {
    rows.to_vec()
}

fn ids<R>(rows: &[AnonymousRow<R>], id: fn(&R) -> RecordId) -> Vec<RecordId> {
    rows.iter().map(|row| id(row)).collect()
}

fn columns<R: Row>(_: &Query<R>) -> usize {
    R::COLUMNS.len()
}

fn json<R: serde_json::value::Index>(value: &serde_json::Value, index: R) -> String {
    value[index].to_string()
}

pub async fn run(client: &Client) -> Result<()> {
    let query = vtql!(select id, lastname from Contacts limit 5);
    let rows = everything(&query, client).await?;
    assert_eq!(rows.len(), everything(&named(), client).await?.len());
    assert_eq!(ids(&rows, |row| row.id), ids(&copies(&rows), |row| row.id));
    assert_eq!(shown(query, client).await?.len(), 5);
    assert_eq!(columns(&named()), 2);
    let value = serde_json::to_value(&rows).expect("rows are data");
    assert_eq!(json(&value[0], "id"), format!("\"{}\"", rows[0].id));
    Ok(())
}
