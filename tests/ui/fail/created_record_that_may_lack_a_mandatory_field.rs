//@ says: `lastname` is mandatory, and may be left out here [V115]
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts", create)]
struct Person {
    lastname: Option<String>,
    assigned_user_id: vtql_client::RecordId,
}

fn main() {}
