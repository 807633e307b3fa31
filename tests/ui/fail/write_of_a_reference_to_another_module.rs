//@ says: `12x7` is the id of a record of `Contacts`, and `account_id` points to Accounts [V108]
//@ says: begin with `11x…` (Accounts)
#![deny(warnings)]

fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", account_id: "12x7" });
}
