//@ says: `bool` cannot be compared with `lastname`, a text
fn main() {
    vtql_client::vtql!(select id from Contacts where lastname = {true});
}
