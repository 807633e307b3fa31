//@ says: `time_start` is a time of day, and `25:00` is none [V109]
fn main() {
    let _ = vtql_client::vtql_revise!(Events { id: "18x5", time_start: "25:00" });
}
