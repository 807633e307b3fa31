//@ says: the picklist `leadsource` does not offer `Cold Cal`
//@ says: fail/warning_in_a_literal.rs:8:76
#![deny(deprecated)]

fn main() {
    #[allow(deprecated)]
    let _ = vtql_client::vtql!("select id from Contacts where leadsource = 'Cold Cal'");
    let _ = vtql_client::vtql!("select id from Contacts where leadsource = 'Cold Cal'");
}
