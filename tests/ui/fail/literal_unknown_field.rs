//@ says: module `Contacts` has no field `lastnme`
//@ says: did you mean `lastname`?
//@ says: fail/literal_unknown_field.rs:8:35
use vtql_client::vtql;

fn main() {
    // The name is misspelt.
    let query = vtql!("select id, lastnme from Contacts;");
    println!("{}", query.wire().unwrap());
}
