//@ says: `Contact` is the row of another query with other fields
vtql_client::vtql_query! {
    pub fn all() -> Contact = select id from Contacts;
    pub fn some() -> Contact = select id, email from Contacts limit 5;
}

fn main() {}
