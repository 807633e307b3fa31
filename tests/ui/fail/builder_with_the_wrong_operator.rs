//@ says: `birthday` is not text
vtql_client::schema! {
    pub mod contacts = Contacts { id, birthday }
}

fn main() {
    let _ = contacts::query().select(contacts::id).filter(contacts::birthday.like("2000%"));
}
