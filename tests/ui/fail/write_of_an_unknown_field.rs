//@ says: module `Contacts` has no field `lastnme` [V102]
//@ says: did you mean `lastname`?
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", lastnme: "Rossi" });
}
