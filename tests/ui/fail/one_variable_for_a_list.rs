//@ says: is not a list, which the parameter behind `in` takes
fn main() {
    let source = 5;
    let _ = vtql_client::vtql!(select id from Contacts where leadsource in {source});
}
