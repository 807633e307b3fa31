//@ says: module `Contacts` has no field `lastnme` [V102]
//@ says: did you mean `lastname`?
//@ says: fail/record_with_an_unknown_field.rs:8:5
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts")]
struct Person {
    id: vtql_client::RecordId,
    lastnme: String,
}

fn main() {}
