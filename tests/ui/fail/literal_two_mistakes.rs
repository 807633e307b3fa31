//@ says: module `Contacts` has no field `lastnme`
//@ says: module `Contacts` has no field `mailingcty`
//@ says: fail/literal_two_mistakes.rs:6:36
//@ says: fail/literal_two_mistakes.rs:6:64
fn main() {
    vtql_client::vtql!("select id, lastnme from Contacts where mailingcty = 'Rome'");
}
