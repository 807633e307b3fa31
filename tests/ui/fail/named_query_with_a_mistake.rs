//@ says: module `Contacts` has no field `lastnme`
//@ says: fail/named_query_with_a_mistake.rs:4:43
vtql_client::vtql_query! {
    pub fn all() -> Contact = "select id, lastnme from Contacts";
}

fn main() {}
