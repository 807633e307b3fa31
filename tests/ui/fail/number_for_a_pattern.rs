//@ says: is not a pattern that `lastname` can be `like`
fn main() {
    vtql_client::vtql!(select id from Contacts where lastname like {5});
}
