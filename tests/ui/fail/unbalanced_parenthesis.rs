//@ says: fail/unbalanced_parenthesis.rs:3:
fn main() {
    vtql_client::vtql!("select id from Contacts where (lastname = 'a' or lastname = 'b'");
}
