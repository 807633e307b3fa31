//@ says: the module `contacts` is called `Contacts` [V103]
fn main() {
    let _ = vtql_client::vtql_revise!(contacts { id: "12x5", phone: "1" });
}
