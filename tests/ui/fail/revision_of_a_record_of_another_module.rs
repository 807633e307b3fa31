//@ says: `11x5` is the id of a record of `Accounts`, and a record of `Contacts` is written [V108]
#![deny(warnings)]

fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "11x5", phone: "1" });
}
