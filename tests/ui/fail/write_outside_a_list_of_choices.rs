//@ says: does not offer `Mauve` [V110]
#![deny(warnings)]

fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", cf_879: ["Red", "Mauve"] });
}
