//@ says: `&str` cannot be compared with `amount`, a number
//@ says: rust_decimal::Decimal
fn main() {
    vtql_client::vtql!(select id from Potentials where amount > {"much"});
}
