//@ says: module `Contacts` has no field `leadsorce` [V102]
//@ says: did you mean `leadsource`?
vtql_client::vtql_picklist! {
    pub enum Source = Contacts.leadsorce;
}

fn main() {}
