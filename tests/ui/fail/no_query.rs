//@ says: there is no query here: write one
//@ says: there is no query here [V009]
fn main() {
    vtql_client::vtql!();
    vtql_client::vtql!("");
}
