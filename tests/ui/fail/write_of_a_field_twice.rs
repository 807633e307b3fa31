//@ says: `phone` is written twice [V117]
//@ says: take one of them out
//@ says: note: written here first
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: "1", phone: "2" });
}
