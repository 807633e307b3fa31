//@ says: no field `PrimaryEmail` [V102]
//@ says: the field labelled "Primary Email" is called `email`
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", PrimaryEmail: "a@example.com" });
}
