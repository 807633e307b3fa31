//@ says: `Vec<Lead>` is no list of line items
#[derive(vtql_client::Record)]
#[vtql(module = "Leads", create)]
struct Lead {
    lastname: String,
    assigned_user_id: vtql_client::RecordId,
}

fn main() {
    let items: Vec<Lead> = Vec::new();
    let _ = vtql_client::vtql_revise!(Invoice { id: "7x5", LineItems: items });
}
