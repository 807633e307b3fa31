//@ says: `amount` is a number, and `a lot` is none [V109]
fn main() {
    let _ = vtql_client::vtql_revise!(Potentials { id: "13x5", amount: "a lot" });
}
