//@ says: `&str` cannot be compared with `donotcall`, a boolean
fn main() {
    vtql_client::vtql!(select id from Contacts where donotcall = {"yes"});
}
