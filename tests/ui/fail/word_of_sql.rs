//@ says: fail/word_of_sql.rs:3:
fn main() {
    vtql_client::vtql!(select distinct lastname from Contacts);
}
