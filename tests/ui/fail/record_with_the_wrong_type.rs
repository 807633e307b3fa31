//@ says: `Option<i64>` cannot be read from `birthday`, a date
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts")]
struct Person {
    birthday: Option<i64>,
}

fn main() {}
