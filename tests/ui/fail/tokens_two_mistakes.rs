//@ says: module `Contacts` has no field `lastnme`
//@ says: module `Contacts` has no field `mailingcty`
//@ says: fail/tokens_two_mistakes.rs:6:35
//@ says: fail/tokens_two_mistakes.rs:6:63
fn main() {
    vtql_client::vtql!(select id, lastnme from Contacts where mailingcty = "Rome");
}
