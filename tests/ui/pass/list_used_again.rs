//! A list in a variable fills a condition, and is still there.

use vtql_client::{Client, Result, vtql};

pub async fn run(client: &Client) -> Result<()> {
    let sources: Vec<&str> = vec!["Cold Call", "Employee"];
    let both = vtql!(select id from Contacts where leadsource in {sources} or leadsource in {sources});
    let lent = vtql!(select id from Contacts where leadsource in {&sources});
    let found = tokio::join!(
        vtql!(select id, leadsource from Contacts where leadsource in {sources}).all(client),
        vtql!(select count(*) from Contacts where leadsource in {sources}).count(client),
        both.count(client),
        lent.count(client),
    );
    let rows = found.0?;
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| sources.iter().any(|source| row.leadsource.as_deref() == Some(source))));
    assert_eq!([found.1?, found.2?, found.3?], [rows.len() as u64; 3]);
    assert_eq!(sources.len(), 2);
    Ok(())
}
