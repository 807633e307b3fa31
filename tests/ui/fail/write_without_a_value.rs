//@ says: `phone` needs a value behind its colon
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: });
}
