//@ says: no field to order by can follow
vtql_client::schema! {
    mod contacts = Contacts { id }
}

fn main() {
    let _ = contacts::query().count().order_by(contacts::id);
}
