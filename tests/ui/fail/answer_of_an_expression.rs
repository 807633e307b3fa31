//@ says: the fields of an answer are named
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: "1" } -> { phone: String });
}
