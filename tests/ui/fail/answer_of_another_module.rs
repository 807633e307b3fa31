//@ says: a record of Contacts is written, and `Lead` is a record of another module
#[derive(vtql_client::Record)]
#[vtql(module = "Leads")]
struct Lead {
    id: vtql_client::RecordId,
}

fn main() {
    let _ = vtql_client::vtql_revise!(Contacts { id: "12x5", phone: "1" } -> Lead);
}
