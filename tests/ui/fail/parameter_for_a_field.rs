//@ says: fail/parameter_for_a_field.rs:4:
fn main() {
    let field = "lastname";
    vtql_client::vtql!(select id, {field} from Contacts);
}
