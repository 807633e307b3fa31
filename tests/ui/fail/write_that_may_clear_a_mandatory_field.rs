//@ says: `lastname` is mandatory, and cannot be cleared [V115]
fn main() {
    let name = Some("Rossi");
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", lastname: name or None });
}
