//@ says: the picklist `leadsource` does not offer `Cold Cal` [V110]
//@ says: did you mean `Cold Call`?
#![deny(warnings)]

fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", leadsource: "Cold Cal" });
}
