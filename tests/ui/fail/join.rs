//@ says: fail/join.rs:3:
fn main() {
    vtql_client::vtql!(select id from Contacts join Accounts);
}
