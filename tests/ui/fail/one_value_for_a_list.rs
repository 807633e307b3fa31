//@ says: `{integer}` is not a list
fn main() {
    vtql_client::vtql!(select id from Contacts where lastname in {5});
}
