//@ says: cannot move out of dereference of `LentRow<Contacts, into_fields>`
//@ says: consider cloning
// A row lends its fields: `into_fields` is the way to move them out.
fn names<R>(rows: Vec<R>, name: impl Fn(R) -> String) -> Vec<String> {
    rows.into_iter().map(name).collect()
}

fn rows<R>(_: &vtql_client::Query<R>) -> Vec<R> {
    Vec::new()
}

fn main() {
    let query = vtql_client::vtql!(select id, lastname from Contacts);
    names(rows(&query), |row| row.into_fields().lastname);
    names(rows(&query), |row| row.lastname);
}
