//@ says: ProductTaxes
fn main() {
    vtql_client::vtql!(select productid from ProductTaxes);
}
