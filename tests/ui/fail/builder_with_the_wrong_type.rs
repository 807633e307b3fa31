//@ says: `i32` cannot be compared with `lastname`, a text
vtql_client::schema! {
    pub mod contacts = Contacts { id, lastname }
}

fn main() {
    let _ = contacts::query().select(contacts::id).filter(contacts::lastname.eq(5_i32));
}
