//@ says: the field `Email` of module `Contacts` is called `email` [V103]
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts")]
struct Person {
    #[vtql(field = "Email")]
    email: Option<String>,
}

fn main() {}
