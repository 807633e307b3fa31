//@ says: cannot find value `phone`
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone });
}
