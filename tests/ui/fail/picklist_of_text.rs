//@ says: the field `lastname` of module `Contacts` is a string, not a picklist
vtql_client::vtql_picklist! {
    pub enum Name = Contacts.lastname;
}

fn main() {}
