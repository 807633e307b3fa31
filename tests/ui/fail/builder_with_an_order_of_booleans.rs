//@ says: `donotcall` is a boolean, and booleans have no order
vtql_client::schema! {
    mod contacts = Contacts { id, donotcall }
}

fn main() {
    let _ = contacts::query().select(contacts::id).filter(contacts::donotcall.lt(true));
}
