//@ says: `f64` cannot be written to this field, a whole number
fn main() {
    let number = 5.0_f64;
    let _ = vtql_client::vtql_revise!(Accounts { id: "11x5", employees: number });
}
