//@ says: `i32` cannot be written to this field, a text
//@ says: .to_string()
fn main() {
    let number = 1_i32;
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: number });
}
