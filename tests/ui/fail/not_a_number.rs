//@ says: `amount`
fn main() {
    vtql_client::vtql!(select id from Potentials where amount > "much");
}
