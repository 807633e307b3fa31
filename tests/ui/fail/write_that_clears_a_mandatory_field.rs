//@ says: `lastname` is mandatory, and cannot be cleared [V115]
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", lastname: None });
}
