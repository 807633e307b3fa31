//@ says: there is no module `Contcts` [V101]
//@ says: did you mean `Contacts`?
fn main() {
    let _ = vtql_client::vtql_create!(Contcts { lastname: "Rossi" });
}
