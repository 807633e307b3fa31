//@ says: module `Contacts` has no field `LineItems` [V102]
fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", LineItems: [{ productid: "14x1", quantity: 1 }] });
}
