//@ says: mismatched types
fn main() {
    let mut query = vtql_client::vtql!(select id from Contacts);
    query = vtql_client::vtql!(select id, lastname from Contacts);
    drop(query);
}
