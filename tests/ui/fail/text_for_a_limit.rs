//@ says: `&str` is not a number of rows
fn main() {
    vtql_client::vtql!(select id from Contacts limit {"ten"});
}
