//@ says: account_id
fn main() {
    vtql_client::vtql!(select id from Contacts where account_id = "Rome");
}
