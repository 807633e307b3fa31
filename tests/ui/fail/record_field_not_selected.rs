//@ says: `Person` has the field `name`, and the query does not select `lastname`
//@ says: fail/record_field_not_selected.rs:12:50
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts")]
struct Person {
    id: vtql_client::RecordId,
    #[vtql(field = "lastname")]
    name: String,
}

fn main() {
    let _ = vtql_client::vtql_as!(Person, select id from Contacts);
}
