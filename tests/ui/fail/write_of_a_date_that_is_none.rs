//@ says: `birthday` is a date, and `2026-02-30` is none [V109]
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", birthday: "2026-02-30" });
}
