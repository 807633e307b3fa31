//@ says: `employees` is a whole number, and `1.5` is none [V109]
fn main() {
    let _ = vtql_client::vtql_revise!(Accounts { id: "11x5", employees: 1.5 });
}
