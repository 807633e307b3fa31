//@ says: the field `createdtime` of module `Contacts` cannot be written [V116]
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts", revise)]
struct Person {
    id: vtql_client::RecordId,
    createdtime: vtql_client::jiff::civil::DateTime,
}

fn main() {}
