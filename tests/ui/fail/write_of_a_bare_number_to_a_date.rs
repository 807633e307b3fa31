//@ says: `birthday` is a date, and `20260228` is none [V109]
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", birthday: 2026_0228 });
}
