//@ says: `lastname` is mandatory, and cannot be cleared [V115]
fn main() {
    let _ = vtql_client::vtql_create!(Contacts { lastname: "", assigned_user_id: "19x1" });
}
