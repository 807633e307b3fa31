//@ says: `id` is missing: it says which record of `Contacts` is changed [V115]
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts", revise)]
struct Person {
    phone: Option<String>,
}

fn main() {}
