//@ says: the field `LastName` of module `Contacts` is called `lastname` [V103]
//@ says: did you mean `lastname`?
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", LastName: "Rossi" });
}
