//@ says: fail/double_equals.rs:3:
fn main() {
    vtql_client::vtql!(select id from Contacts where lastname == "a");
}
