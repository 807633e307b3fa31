//@ says: `quantity` is mandatory, and the record has no value for it [V115]
#[derive(vtql_client::Record)]
#[vtql(module = "LineItem", create)]
struct Line {
    #[vtql(required)]
    productid: vtql_client::RecordId,
}

fn main() {}
