//@ says: fail/bare_word.rs:4:65
//@ says: Rossi
fn main() {
    vtql_client::vtql!(select id from Contacts where lastname = Rossi);
}
