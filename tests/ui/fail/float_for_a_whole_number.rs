//@ says: cannot be compared with `employees`, a whole number
fn main() {
    vtql_client::vtql!(select id from Accounts where employees > {1.5});
}
