//@ says: `birthday`
//@ says: fail/not_a_date.rs:4:65
fn main() {
    vtql_client::vtql!(select id from Contacts where birthday > "yesterday");
}
