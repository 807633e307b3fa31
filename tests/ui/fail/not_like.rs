//@ says: lastname
fn main() {
    vtql_client::vtql!(select id from Contacts where lastname not like "S%");
}
