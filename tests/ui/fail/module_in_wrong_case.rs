//@ says: `Contacts`
fn main() {
    vtql_client::vtql!(select id from contacts);
}
