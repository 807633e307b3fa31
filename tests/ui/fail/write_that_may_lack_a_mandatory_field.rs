//@ says: `lastname` is mandatory, and may be left out here [V115]
//@ says: a value that is always there
fn main() {
    let name = Some("Rossi");
    let _ = vtql_client::vtql_create!(Contacts { lastname?: name, assigned_user_id: "19x1" });
}
