//@ says: module `Contacts` has no field `leadsorce`; did you mean `leadsource`?
vtql_client::vtql_picklist! {
    pub enum Source = Contacts.leadsorce;
}

fn main() {}
