//@ says: expected `Filter<Contacts>`, found `Filter<Leads>`
vtql_client::schema! {
    pub mod contacts = Contacts { id }
    pub mod leads = Leads { lastname }
}

fn main() {
    let _ = contacts::query().select(contacts::id).filter(leads::lastname.eq("x"));
}
