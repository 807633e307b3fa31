//@ says: module `Contacts` has no field `lastnme` [V102]
//@ says: did you mean `lastname`?
//@ says: fail/schema_with_an_unknown_field.rs:5:39
vtql_client::schema! {
    pub mod contacts = Contacts { id, lastnme }
}

fn main() {}
