//@ says: `bool` cannot be compared with `leadsource`, a text
fn main() {
    vtql_client::vtql!(select id from Contacts where leadsource in {vec![true]});
}
