//@ says: no field to order by can follow
//@ says: the server knows one direction
vtql_client::schema! {
    pub mod contacts = Contacts { id, lastname }
}

fn main() {
    let _ = contacts::query().select(contacts::id).order_by(contacts::lastname.desc()).order_by(contacts::id);
}
