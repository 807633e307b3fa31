//@ says: `birthday` is a date, and `28.02.2026` is none [V109]
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", birthday: "28.02.2026" });
}
