//! don't vtiger
/// ```
/// let q = vtql!("select id, lastnme from Contacts");
/// ```
/// ```vtql
/// select id, wrong2 from Contacts;
/// ```
fn f<'a>(x: &'a str) { let c = '"'; let d = '\'';
  let q = vtql!(r#"select id, wrong3 from Contacts where lastname = "x""#);
  let q = vtql!(select id, wrong4 from Contacts where lastname = {x} and wrong5 in {["a}", "b"]} /* note */ limit 5);
  let q = vtql!("select id, \
      wrong6 from Contacts where lastname = '\u{fc}' and wrong7 = 'x'");
  let q = client.query("select id, wrong8 from Contacts where lastname = 'x'");
  let b = b"select id, wrong10 from Contacts";
  let q = vtql_wire!("select id, wrong12 from Contacts limit 5;"); let q = vtql_as!(Row, select id, wrong13 from Contacts);
  let q = client.query(concat!("select id, wrong14 ", "from Contacts where wrong15 = 'x'"));
  vtql_query! { pub fn x(a: &str) -> Row = select id, wrong11 from Contacts where lastname = {a}; }
}
