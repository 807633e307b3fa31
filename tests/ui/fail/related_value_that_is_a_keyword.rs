//@ says: a value that contains `WHERE` cannot be used in a related query [V016]
fn main() {
    let _ = vtql_client::vtql_related!(select id from Contacts where lastname = "WHERE");
}
