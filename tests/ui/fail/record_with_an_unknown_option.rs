//@ says: a field takes `field = "…"` and `required`
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts")]
struct Person {
    #[vtql(name = "lastname")]
    name: String,
}

fn main() {}
