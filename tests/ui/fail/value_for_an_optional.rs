//@ says: fail/value_for_an_optional.rs:3:69
fn main() {
    vtql_client::vtql!(select id from Contacts where? mailingcity = {"Rome"});
}
