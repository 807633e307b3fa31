//@ says: fail/count_of_a_field.rs:3:
fn main() {
    vtql_client::vtql!(select count(id) from Contacts);
}
