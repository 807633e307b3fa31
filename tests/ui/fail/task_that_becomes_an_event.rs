//@ says: the record becomes an event: `activitytype` is not `Task` [V218]
//@ says: write `activitytype: "Task"`
fn main() {
    let _ = vtql_client::vtql_create!(Calendar { subject: "Call", date_start: "2026-01-01", due_date: "2026-01-01", time_start: "09:00:00", taskstatus: "Planned", assigned_user_id: "19x1" });
}
