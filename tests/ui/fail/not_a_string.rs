//@ says: a query is a string literal
fn main() {
    vtql_client::vtql!(b"select id from Contacts");
}
