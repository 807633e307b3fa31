//@ says: the query asks for Leads, and `Person` is a record of another module
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts")]
struct Person {
    id: vtql_client::RecordId,
}

fn main() {
    let _ = vtql_client::vtql_as!(Person, select id from Leads);
}
