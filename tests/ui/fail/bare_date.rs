//@ says: fail/bare_date.rs:3:
fn main() {
    vtql_client::vtql!("select id from Contacts where createdtime > 2024-01-01");
}
