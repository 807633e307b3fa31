//@ says: fail/trailing_comma.rs:3:
fn main() {
    vtql_client::vtql!(select id, from Contacts);
}
