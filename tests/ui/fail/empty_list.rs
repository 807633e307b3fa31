//@ says: fail/empty_list.rs:3:
fn main() {
    vtql_client::vtql!(select id from Contacts where lastname in ());
}
