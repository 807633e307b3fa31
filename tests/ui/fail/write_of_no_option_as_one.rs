//@ says: `&str` is not an `Option`
fn main() {
    let phone = "1";
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone?: phone });
}
