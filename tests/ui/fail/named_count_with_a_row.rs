//@ says: `count(*)` has no rows to name
vtql_client::vtql_query! {
    pub fn contacts() -> Contact = select count(*) from Contacts;
}

fn main() {}
