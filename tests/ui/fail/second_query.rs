//@ says: a second query
fn main() {
    vtql_client::vtql!(select id from Contacts; select id from Leads);
}
