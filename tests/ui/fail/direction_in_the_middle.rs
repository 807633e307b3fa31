//@ says: fail/direction_in_the_middle.rs:3:
fn main() {
    vtql_client::vtql!(select id, lastname from Contacts order by lastname desc, id);
}
