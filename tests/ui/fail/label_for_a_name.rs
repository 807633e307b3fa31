//@ says: `lastname`
fn main() {
    vtql_client::vtql!(select id, last_name from Contacts);
}
