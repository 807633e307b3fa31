//@ says: `LastName`
//@ says: `lastname`
fn main() {
    vtql_client::vtql!(select id, LastName from Contacts);
}
