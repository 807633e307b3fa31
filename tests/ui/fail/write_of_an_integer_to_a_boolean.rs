//@ says: `i32` cannot be written to this field, a boolean
//@ says: use `bool`
fn main() {
    let flag = 1_i32;
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", donotcall: flag });
}
