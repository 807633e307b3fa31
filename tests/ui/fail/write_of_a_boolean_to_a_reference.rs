//@ says: `bool` cannot be written to this field, a record id
//@ says: use `RecordId`
fn main() {
    let flag = true;
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", account_id: flag });
}
