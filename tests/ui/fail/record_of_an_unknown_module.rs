//@ says: there is no module `Contcts` [V101]
//@ says: did you mean `Contacts`?
#[derive(vtql_client::Record)]
#[vtql(module = "Contcts")]
struct Person {
    id: vtql_client::RecordId,
}

fn main() {}
