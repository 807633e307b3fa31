//@ says: records may lack `birthday`, and `vtql_client::jiff::civil::Date` has no value for that
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts")]
struct Person {
    birthday: vtql_client::jiff::civil::Date,
}

fn main() {}
