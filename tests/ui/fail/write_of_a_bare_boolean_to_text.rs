//@ says: `lastname` is text, and a boolean is none [V109]
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", lastname: true });
}
