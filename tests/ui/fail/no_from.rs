//@ says: from
fn main() {
    vtql_client::vtql!(select id, lastname);
}
