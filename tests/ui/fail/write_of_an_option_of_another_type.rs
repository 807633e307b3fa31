//@ says: `bool` cannot be written to this field, a text
fn main() {
    let flag = Some(true);
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone?: flag });
}
