//@ says: fail/no_select_list.rs:3:
fn main() {
    vtql_client::vtql!(select from Contacts);
}
