//@ says: `lastname` is mandatory, and the record has no value for it [V115]
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts", update)]
struct Person {
    id: vtql_client::RecordId,
    assigned_user_id: vtql_client::RecordId,
}

fn main() {}
