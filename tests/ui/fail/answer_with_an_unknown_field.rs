//@ says: module `Contacts` has no field `contact_nr` [V102]
//@ says: did you mean `contact_no`?
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: "1" } -> { phone, contact_nr });
}
