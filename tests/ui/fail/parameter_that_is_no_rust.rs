//@ says: is not a Rust expression
//@ says: fail/parameter_that_is_no_rust.rs:4:66
fn main() {
    vtql_client::vtql!("select id from Contacts where lastname = {a)}");
}
