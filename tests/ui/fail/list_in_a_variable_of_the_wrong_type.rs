//@ says: `&{integer}` cannot be compared with `leadsource`, a text
fn main() {
    let list = vec![1, 2];
    let _ = vtql_client::vtql!(select id from Contacts where leadsource in {list});
}
