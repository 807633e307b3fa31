//@ says: `account_id` is the id of another record, and `5` is no record id [V107]
//@ says: as in `"11x345"`
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", account_id: "5" });
}
