//@ says: cannot be written to this field, a text
//@ says: `field?: …` leaves the field alone
fn main() {
    let phone = Some("1");
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: phone });
}
