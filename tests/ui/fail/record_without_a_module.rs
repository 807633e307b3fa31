//@ says: name the module that the records are of
#[derive(vtql_client::Record)]
struct Person {
    id: vtql_client::RecordId,
}

fn main() {}
