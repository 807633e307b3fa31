//@ says: `i64` cannot be written to this field, a date
//@ says: jiff::civil::Date
fn main() {
    let day = 20_260_228_i64;
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", birthday: day });
}
