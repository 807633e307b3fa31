//@ says: fail/injected_id.rs:3:
fn main() {
    vtql_client::vtql!(select id from Contacts where id = "12x5 or 1=1");
}
