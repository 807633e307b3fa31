//@ says: `assigned_user_id` points to Users or Groups [V108]
#![deny(warnings)]

fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", assigned_user_id: "12x7" });
}
