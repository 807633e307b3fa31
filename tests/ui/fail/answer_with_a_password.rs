//@ says: the server tells nobody what is in `user_password`
fn main() {
    let _ = vtql_client::vtql_revise!(Users { id: "19x1", first_name: "Ada" } -> { user_password });
}
