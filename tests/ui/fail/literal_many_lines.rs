//@ says: module `Contacts` has no field `lastnme`
//@ says: fail/literal_many_lines.rs:8:21
fn main() {
    vtql_client::vtql!(
        r#"
        select
            id,
            /* è */ lastnme
        from Contacts"#
    );
}
