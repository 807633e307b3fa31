//@ says: `&str` cannot be written to this field, a whole number
//@ says: use an integer
fn main() {
    let number = "5";
    let _ = vtql_client::vtql_revise!(Accounts { id: "11x5", employees: number });
}
