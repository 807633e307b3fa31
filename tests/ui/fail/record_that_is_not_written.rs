//@ says: `Person` was not checked for being written in this way
//@ says: `#[derive(Record)] #[vtql(module = "…", create)]`
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts")]
struct Person {
    lastname: String,
}

fn main() {
    let _ = vtql_client::Write::create(&Person { lastname: String::new() });
}
