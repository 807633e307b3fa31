//@ says: a record is a struct with named fields
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts")]
enum Person {}

fn main() {}
