//@ says: an optional condition is one comparison with one parameter
fn main() {
    let (low, high) = (Some("2000-01-01"), Some("2001-01-01"));
    vtql_client::vtql!(select id from Contacts where? birthday between {low} and {high});
}
