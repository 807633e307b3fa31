//@ says: `query_related` returns records
fn main() {
    let _ = vtql_client::vtql_related!(select count(*) from Contacts);
}
