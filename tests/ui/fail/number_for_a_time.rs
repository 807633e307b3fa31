//@ says: cannot be compared with `time_start`, a time of day
fn main() {
    vtql_client::vtql!(select id from Events where time_start > {9});
}
