//@ says: the path of a query's file is a string literal
fn main() {
    vtql_client::vtql_file!(queries);
}
