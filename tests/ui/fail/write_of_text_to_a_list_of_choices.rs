//@ says: cannot be written to this field, a list of choices
//@ says: as in `["Red", "Green"]`
fn main() {
    let colour = String::from("Red");
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", cf_879: colour });
}
