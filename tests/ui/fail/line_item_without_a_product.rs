//@ says: `productid` is mandatory, and the line item has no value for it [V115]
fn main() {
    let _ = vtql_client::vtql_create!(Invoice { subject: "I", account_id: "11x5", bill_street: "b", ship_street: "s", productid: "14x1", assigned_user_id: "19x1", LineItems: [{ quantity: 1 }] });
}
