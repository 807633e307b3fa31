//@ says: fail/misspelt_keyword.rs:3:35
fn main() {
    vtql_client::vtql!("select id form Contacts");
}
