//@ says: `Option<&str>` cannot be compared with `mailingcity`, a text
//@ says: fail/option_for_a_value.rs:5:68
fn main() {
    let city = Some("Rome");
    vtql_client::vtql!(select id from Contacts where mailingcity = {city});
}
