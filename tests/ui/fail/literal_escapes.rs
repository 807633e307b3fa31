//@ says: module `Contacts` has no field `lastnme`
//@ says: fail/literal_escapes.rs:4:48
fn main() {
    vtql_client::vtql!("\tselect id,\u{20}\x20 lastnme from Contacts");
}
