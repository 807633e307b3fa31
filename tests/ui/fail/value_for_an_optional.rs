//@ says: `&str` is not an `Option`
//@ says: fail/value_for_an_optional.rs:4:69
fn main() {
    vtql_client::vtql!(select id from Contacts where? mailingcity = {"Rome"});
}
