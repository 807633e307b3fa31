//@ says: fail/strange_character.rs:3:
fn main() {
    vtql_client::vtql!("select id from Contacts where lastname = #5");
}
