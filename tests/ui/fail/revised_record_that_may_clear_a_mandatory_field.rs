//@ says: `lastname` is mandatory, and cannot be cleared [V115]
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts", revise)]
struct Person {
    id: vtql_client::RecordId,
    #[vtql(or_clear)]
    lastname: Option<String>,
}

fn main() {}
