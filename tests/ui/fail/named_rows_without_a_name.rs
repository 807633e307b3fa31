//@ says: the rows of this query need a name
vtql_client::vtql_query! {
    pub fn contacts() = select id from Contacts;
}

fn main() {}
