//@ says: `i32` cannot be compared with `createdtime`, a date and time
//@ says: jiff::civil::DateTime
//@ says: fail/number_for_a_datetime.rs:6:68
fn main() {
    let since = 5_i32;
    vtql_client::vtql!(select id from Contacts where createdtime > {since});
}
