//@ says: `vtql_client::rust_decimal::Decimal` cannot be written to `employees`, a whole number
#[derive(vtql_client::Record)]
#[vtql(module = "Accounts", revise)]
struct Company {
    id: vtql_client::RecordId,
    employees: Option<vtql_client::rust_decimal::Decimal>,
}

fn main() {}
