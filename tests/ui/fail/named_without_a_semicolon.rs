//@ says: expected `;`
vtql_client::vtql_query! {
    pub fn all() -> Contact = select id from Contacts
}

fn main() {}
