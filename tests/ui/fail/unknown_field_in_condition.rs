//@ says: module `Leads` has no field `lastnam`
//@ says: did you mean `lastname`?
fn main() {
    vtql_client::vtql!(select id from Leads where lastnam = "x");
}
