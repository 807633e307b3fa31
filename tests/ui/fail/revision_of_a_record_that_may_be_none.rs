//@ says: `id` is missing
fn main() {
    let id = Some("12x5");
    let _ = vtql_client::vtql_revise!(Contacts { id?: id, phone: "1" });
}
