//@ says: `{integer}` is not an iterator
fn main() {
    vtql_client::vtql!(select id from Contacts where lastname in {5});
}
