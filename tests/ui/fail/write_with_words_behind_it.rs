//@ says: nothing follows the values but `-> Type`
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: "1" } where id = 5);
}
