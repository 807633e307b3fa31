//@ says: `assigned_user_id` is the id of a user or a group, and `1` is no record id [V107]
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", assigned_user_id: 1 });
}
