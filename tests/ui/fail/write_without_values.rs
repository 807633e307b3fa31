//@ says: the values stand in braces, as in `Contacts { field: value }`
fn main() {
    let _ = vtql_client::vtql_create!(Contacts);
}
