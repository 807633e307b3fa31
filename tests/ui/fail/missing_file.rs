//@ says: queries/none.vtql cannot be read
//@ says: paths start at the folder of Cargo.toml
fn main() {
    vtql_client::vtql_file!("queries/none.vtql");
}
