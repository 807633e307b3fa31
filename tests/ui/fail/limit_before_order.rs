//@ says: fail/limit_before_order.rs:3:
fn main() {
    vtql_client::vtql!(select id, lastname from Contacts limit 5 order by lastname);
}
