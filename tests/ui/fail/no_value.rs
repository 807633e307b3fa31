//@ says: fail/no_value.rs:3:
fn main() {
    vtql_client::vtql!(select id from Contacts where lastname =);
}
