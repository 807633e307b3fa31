//@ says: the order of the query has its direction, which belongs to its last field
vtql_client::schema! {
    pub mod contacts = Contacts { id, lastname }
}

fn main() {
    let _ = contacts::query().select(contacts::id).order_by(contacts::lastname.desc()).order_by(contacts::id);
}
