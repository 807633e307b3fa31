//@ says: cannot find value `name` in this scope
fn main() {
    vtql_client::vtql!("select id from Contacts where lastname = {name}");
}
