//@ says: `11x5 or 1=1` is no record id [V107]
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", account_id: "11x5 or 1=1" });
}
