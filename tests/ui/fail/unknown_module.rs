//@ says: there is no module `Contcts`
//@ says: did you mean `Contacts`?
fn main() {
    vtql_client::vtql!(select id from Contcts);
}
