//@ says: no field `email`
fn main() {
    let query = vtql_client::vtql!(select id from Contacts);
    fn email<R>(_: &vtql_client::Query<R>, read: fn(R) -> Option<String>) -> fn(R) -> Option<String> {
        read
    }
    email(&query, |row| row.email);
}
