//! What a query returns borrows neither the query nor the client.

use vtql_client::{Client, Result, vtql};

fn smiths(client: &Client) -> impl Future<Output = Result<u64>> + Send + use<> {
    vtql!(select count(*) from Contacts where lastname = "Smith").count(client)
}

pub async fn run(client: &Client) -> Result<()> {
    let rows = vtql!(select id, lastname from Contacts limit 5).all(client);
    let first = vtql!(select id from Contacts order by id).first(client);
    assert_eq!(rows.await?.len(), 5);
    assert!(first.await?.is_some());

    let (count, all, one, optional) = tokio::join!(
        vtql!(select id from Contacts limit 7).count(client),
        vtql!(select id from Contacts limit 7).all(client),
        vtql!(select id from Contacts limit 1).one(client),
        vtql!(select id from Contacts limit 1).optional(client),
    );
    assert_eq!(count?, all?.len() as u64);
    assert_eq!(one?.id, optional?.map_or(one_id(), |row| row.id));

    let spawned = tokio::spawn(smiths(client));
    let fetched = client.query("select id from Contacts limit 3")?.all();
    assert_eq!(fetched.await?.len(), 3);
    assert_eq!(spawned.await.expect("it does not panic")?, smiths(client).await?);
    Ok(())
}

fn one_id() -> vtql_client::RecordId {
    vtql_client::RecordId::new(0, 0)
}
