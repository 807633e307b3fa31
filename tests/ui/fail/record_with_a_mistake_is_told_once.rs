//@ says: module `Contacts` has no field `lastnme` [V102]
//@ says: did you mean `lastname`?
#[derive(vtql_client::Record)]
#[vtql(module = "Contacts", create, revise)]
struct Person {
    id: vtql_client::RecordId,
    lastnme: String,
    email: Option<String>,
    assigned_user_id: vtql_client::RecordId,
}

fn rows<R: vtql_client::Row>(_: &vtql_client::Query<R>) {}

fn main() {
    let query = vtql_client::vtql_as!(Person, select id, lastname, email from Contacts);
    rows(&query);
    let people: Vec<Person> = Vec::new();
    for person in &people {
        let _ = vtql_client::Write::create(person);
        let _ = vtql_client::Write::revise(person);
    }
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: "1" } -> Person);
}
