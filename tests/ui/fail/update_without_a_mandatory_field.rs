//@ says: `assigned_user_id` is mandatory, and the record has no value for it [V115]
//@ says: revise the record
fn main() {
    let _ = vtql_client::vtql_update!(Contacts { id: "12x5", lastname: "Rossi" });
}
