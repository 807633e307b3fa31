//! The fields of a row can be moved out of it.

use vtql_client::{Client, Result, vtql, vtql_query};

vtql_query! {
    fn named() -> Person = select id, lastname, email from Contacts limit 5;
}

pub async fn run(client: &Client) -> Result<()> {
    let rows = vtql!(select id, lastname, email from Contacts limit 5).all(client).await?;
    let pairs: Vec<(String, Option<String>)> = rows
        .into_iter()
        .map(|row| {
            let fields = row.into_fields();
            (fields.lastname, fields.email)
        })
        .collect();
    let people = named().all(client).await?;
    let same: Vec<(String, Option<String>)> = people.into_iter().map(|it| (it.lastname, it.email)).collect();
    assert_eq!(pairs, same);
    Ok(())
}
