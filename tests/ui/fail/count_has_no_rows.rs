//@ says: fail/count_has_no_rows.rs:3:
fn main() {
    let _: vtql_client::Query<()> = vtql_client::vtql!(select count(*) from Contacts);
}
