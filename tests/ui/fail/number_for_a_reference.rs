//@ says: `i64` cannot be compared with `account_id`, a record id
//@ says: RecordId::new(12, 345)
fn main() {
    vtql_client::vtql!(select id from Contacts where account_id = {5_i64});
}
