//@ says: an optional condition is one comparison with one parameter
//@ says: fail/optional_group.rs:4:73
fn main() {
    vtql_client::vtql!("select id from Contacts where lastname = 'a' and? (email = {Some(\"b\")})");
}
