//@ says: `lastname` is text, and `5` is none [V109]
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", lastname: 5 });
}
