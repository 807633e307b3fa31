//@ says: the field `createdtime` of module `Contacts` cannot be written [V116]
//@ says: leave it out
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", createdtime: "2026-01-01 00:00:00" });
}
