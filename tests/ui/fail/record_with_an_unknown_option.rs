//@ says: a field takes `field = "…"`, `required`, `read_only` and `or_clear`
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts")]
struct Person {
    #[vtql(name = "lastname")]
    name: String,
}

fn main() {}
