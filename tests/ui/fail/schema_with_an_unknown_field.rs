//@ says: module `Contacts` has no field `lastnme`; did you mean `lastname`?
//@ says: fail/schema_with_an_unknown_field.rs:4:39
vtql_client::schema! {
    pub mod contacts = Contacts { id, lastnme }
}

fn main() {}
