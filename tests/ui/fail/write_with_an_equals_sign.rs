//@ says: a field is written as `name: value`
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone = "1" });
}
