//@ says: the picklist `leadsource` does not offer `Cold Cal`
//@ says: did you mean `Cold Call`?
//@ says: fail/warning_of_a_picklist.rs:7:75
#![deny(warnings)]

fn main() {
    let _ = vtql_client::vtql!(select id from Contacts where leadsource = "Cold Cal");
}
