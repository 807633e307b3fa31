//@ says: no field `email`
fn answered<R>(_: vtql_client::Write<R>, read: fn(R) -> Option<String>) -> fn(R) -> Option<String> {
    read
}

fn main() {
    let write = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: "1" } -> { phone });
    answered(write, |contact| contact.email.clone());
}
