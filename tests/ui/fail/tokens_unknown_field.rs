//@ says: module `Contacts` has no field `lastnme`
//@ says: did you mean `lastname`?
//@ says: fail/tokens_unknown_field.rs:5:35
fn main() {
    vtql_client::vtql!(select id, lastnme from Contacts);
}
