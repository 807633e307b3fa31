//@ says: is not a type that rows can be read as
//@ says: leave `R: Row` out
fn columns<R: vtql_client::Row>(_: &vtql_client::Query<R>) -> &'static [&'static str] {
    R::COLUMNS
}

fn main() {
    columns(&vtql_client::vtql!(select id, lastname from Contacts));
}
