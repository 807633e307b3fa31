//@ says: fail/is_null.rs:3:
fn main() {
    vtql_client::vtql!(select id from Contacts where email is null);
}
