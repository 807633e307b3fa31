//@ says: `lastname` is not a field of the module `Contacts`
vtql_client::schema! {
    pub mod contacts = Contacts { id }
    pub mod leads = Leads { lastname }
}

fn main() {
    let _ = contacts::query().select((contacts::id, leads::lastname));
}
