//@ says: a parameter needs an expression between its braces
fn main() {
    vtql_client::vtql!(select id from Contacts where lastname = {});
}
