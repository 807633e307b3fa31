//@ says: `phone` is one value, and a list is none [V109]
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: ["1", "2"] });
}
