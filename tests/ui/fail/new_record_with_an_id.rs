//@ says: the server gives a new record its `id` [V116]
//@ says: leave it out
fn main() {
    let _ = vtql_client::vtql_create!(Contacts { id: "12x5", lastname: "Rossi", assigned_user_id: "19x1" });
}
