//@ says: is no list of line items
fn main() {
    let items = String::from("two apples");
    let _ = vtql_client::vtql_create!(Invoice { subject: "I", account_id: "11x5", bill_street: "b", ship_street: "s", productid: "14x1", assigned_user_id: "19x1", LineItems: items });
}
