//@ says: `String` is not a record of a module
//@ says: derive it
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: "1" } -> String);
}
