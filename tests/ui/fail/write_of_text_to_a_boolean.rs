//@ says: `donotcall` is a boolean, 0 or 1, and `yes` is none [V109]
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", donotcall: "yes" });
}
