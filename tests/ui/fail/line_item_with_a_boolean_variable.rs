//@ says: `bool` cannot be written to this field, a number
fn main() {
    let many = true;
    let _ = vtql_client::vtql_create!(Invoice { subject: "I", account_id: "11x5", bill_street: "b", ship_street: "s", productid: "14x1", assigned_user_id: "19x1", LineItems: [{ productid: "14x1", quantity: many }] });
}
