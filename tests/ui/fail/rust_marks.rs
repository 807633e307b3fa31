//@ says: a query has no square brackets
//@ says: write `//`
fn main() {
    vtql_client::vtql!(select id from Contacts where leadsource in ["a", "b"]);
    vtql_client::vtql!(select id from Contacts -- all of them
    );
}
