//@ says: name a module and its values, as in `Contacts { lastname: name }`
fn main() {
    let _ = vtql_client::vtql_create!();
}
