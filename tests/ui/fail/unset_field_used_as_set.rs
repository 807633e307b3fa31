//@ says: expected `String`, found `Option<String>`
fn main() {
    let query = vtql_client::vtql!(select id, email from Contacts);
    fn email<R>(_: &vtql_client::Query<R>, read: fn(R) -> String) -> fn(R) -> String {
        read
    }
    email(&query, |row| row.email);
}
