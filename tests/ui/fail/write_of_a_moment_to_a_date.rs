//@ says: cannot be written to this field, a date
//@ says: jiff::civil::Date
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", birthday: vtql_client::jiff::civil::DateTime::default() });
}
