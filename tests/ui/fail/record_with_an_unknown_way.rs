//@ says: a record takes `module = "…"`, `crate = …`, `create`, `update` and `revise`
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts", creat)]
struct Person {
    lastname: String,
}

fn main() {}
