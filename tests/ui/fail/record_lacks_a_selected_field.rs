//@ says: the query selects `email`, and `Person` has no field for it
//@ says: fail/record_lacks_a_selected_field.rs:10:54
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts")]
struct Person {
    id: vtql_client::RecordId,
}

fn main() {
    let _ = vtql_client::vtql_as!(Person, select id, email from Contacts);
}
