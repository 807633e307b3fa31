//@ says: `Person` is not a record of a module
//@ says: derive it: `#[derive(Record)] #[vtql(module = "…")]`
struct Person;

fn main() {
    let _ = vtql_client::vtql_as!(Person, select id from Leads);
}
