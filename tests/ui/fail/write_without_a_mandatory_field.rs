//@ says: `lastname` is mandatory, and the record has no value for it [V115]
//@ says: write `lastname: …`
fn main() {
    let _ = vtql_client::vtql_create!(Contacts { firstname: "Ada", assigned_user_id: "19x1" });
}
