//@ says: ModuleRow
vtql_client::schema! {
    pub mod contacts = Contacts { id }
}

struct Person;

fn main() {
    let _ = contacts::query().select_as::<Person>();
}
