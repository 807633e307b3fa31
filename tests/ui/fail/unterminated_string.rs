//@ says: fail/unterminated_string.rs:3:
fn main() {
    vtql_client::vtql!("select id from Contacts where lastname = 'Rossi");
}
