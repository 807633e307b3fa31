//@ says: `id` is missing: it says which record of `Contacts` is changed [V115]
//@ says: write `id: …`
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { phone: "1" });
}
