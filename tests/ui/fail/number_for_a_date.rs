//@ says: cannot be compared with `birthday`, a date
//@ says: jiff::civil::Date
fn main() {
    vtql_client::vtql!(select id from Contacts where birthday = {20000101});
}
