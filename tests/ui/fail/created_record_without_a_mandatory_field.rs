//@ says: `assigned_user_id` is mandatory, and the record has no value for it [V115]
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts", create)]
struct Person {
    lastname: String,
}

fn main() {}
