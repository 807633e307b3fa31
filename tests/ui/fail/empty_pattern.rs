//@ says: fail/empty_pattern.rs:3:
fn main() {
    vtql_client::vtql!("select id from Contacts where lastname like ''");
}
