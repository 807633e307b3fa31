//! The macros as users call them. Each tells its procedural macro by which path the caller's crate
//! reaches this one: `$crate` stays right when the dependency is renamed.

/// A query that is checked while your program compiles.
///
/// The query is written as one string literal, which can be pasted to and from other tools, or as bare
/// tokens, where the compiler underlines the very word that is wrong. It is checked against a snapshot
/// of the modules and fields of your CRM, which `vtql snapshot pull` makes: the file named in the
/// variable `VTQL_SNAPSHOT`; else by `snapshot = "…"` under `[package.metadata.vtql]` in your
/// `Cargo.toml`, or in a `vtql.toml` beside it or in a folder around it; else `vtql.snapshot.json` there.
///
/// ```
/// use vtql_client::vtql;
///
/// let (since, sources) = ("2024-01-01", ["Cold Call", "Web Site"]);
/// let query = vtql!("select id, lastname, email from Contacts where createdtime > {since} and leadsource in {sources}");
/// assert_eq!(
///     query.wire()?,
///     "select id, lastname, email from Contacts where createdtime > '2024-01-01 00:00:00' \
///      and leadsource in ('Cold Call', 'Web Site');"
/// );
///
/// let prefix = "O'B%";
/// let query = vtql!(select id, lastname from Contacts where lastname like {prefix} order by lastname limit {10 * 20});
/// assert_eq!(
///     query.wire()?,
///     "select id, lastname from Contacts where lastname like 'O''B%' order by lastname limit 200;"
/// );
/// # Ok::<(), vtql_client::query::QueryError>(())
/// ```
///
/// # Rows
///
/// The value is a [`Query`](crate::Query) whose rows have one field for each selected one, documented
/// and typed by the snapshot: text is `String`; whole numbers are `i64`; other numbers are
/// [`Decimal`](crate::rust_decimal::Decimal); dates and times are types of [`jiff::civil`](crate::jiff::civil);
/// ids, references and owners are [`RecordId`](crate::RecordId); a multi-select picklist is a `Vec<String>`.
/// What may be unset is an `Option`. `select *` has all fields of the module. A field whose name is a
/// keyword of Rust is a raw identifier (`row.r#type`), or has a `_` at its end where that is
/// impossible. `count(*)` gives a [`CountQuery`](crate::CountQuery).
///
/// A row is a [`AnonymousRow`](crate::AnonymousRow), which can be cloned, shown and serialized and lends its fields:
/// [`into_fields`](crate::AnonymousRow::into_fields) is for moving them out. A row type that has a name, for
/// signatures or for a `Vec` in a struct, is what
/// [`vtql_query!`](crate::vtql_query) and [`vtql_as!`](crate::vtql_as) give.
///
/// # Parameters
///
/// A Rust expression in braces stands for a value. The field that it meets decides which types fit, and
/// the value becomes a literal of the query's tree, never a piece of its text. The expression is
/// borrowed, as in `format!`, and evaluated once for each place where it stands. `in {list}` takes
/// anything that can be iterated; a list in a variable is borrowed, an iterator is used up. When the list turns out to
/// be empty, there are no rows and there is no request. The value of `like {pattern}` is a pattern:
/// [`like_literal`](crate::like_literal) escapes the part of it that is not meant as one. `limit {count}`
/// takes any integer.
///
/// A value that does not fit is an error that names the field. Where several queries of a crate meet fields of
/// one name, the compiler puts the place of the query before it: ``cannot be compared with `main::lastname` ``.
///
/// `and? city = {maybe}`, also behind `or`, `where` and `(`, takes an `Option`: with `None`, there is no
/// such condition.
///
/// # Findings
///
/// All rules of `vtql check` hold here, and say the same: an error of theirs is a compile error. What is
/// allowed and probably not meant is a warning of the compiler's lint `deprecated`, whose message starts
/// with the code of the finding: `#[allow(deprecated)]` silences it where it stands, as a comment
/// `-- vtql: allow(V301)` does in a literal. The compiler has no notes for macros to write: what is a
/// note is not shown.
///
/// Other levels stand in the nearest `vtql.toml`, in your crate's folder or one around it, which the command
/// line reads as well:
///
/// ```toml
/// [levels]
/// V301 = "warn"    # a note no more
/// V305 = "deny"
/// V110 = "allow"
/// ```
///
/// # In the token form
///
/// The tokens of the query must be tokens of Rust: text stands in double quotes (`"S%"`), and comments
/// are Rust's. rust-analyzer knows the words: it completes and explains fields and modules.
#[macro_export]
macro_rules! vtql {
    () => {
        ::core::compile_error!("there is no query here: write one, as in `vtql!(select id from Contacts)`")
    };
    ($($query:tt)*) => { $crate::__private::vtql!($crate $($query)*) };
}

/// [`vtql!`] for a query in a file of its own, checked while your program compiles and again when the
/// file changes.
///
/// The path starts at the folder of your crate's `Cargo.toml`. Parameters in the file are expressions
/// that see what is around the call.
///
/// ```
/// use vtql_client::vtql_file;
///
/// let city = "Rome";
/// let query = vtql_file!("queries/contacts_of_city.vtql");
/// assert!(query.wire()?.ends_with("where mailingcity = 'Rome' order by lastname;"));
/// # Ok::<(), vtql_client::query::QueryError>(())
/// ```
#[macro_export]
macro_rules! vtql_file {
    ($($path:tt)*) => { $crate::__private::vtql_file!($crate $($path)*) };
}

/// A query in the words that go to the server, checked while your program compiles; the value is its
/// text, a `&'static str`.
///
/// For programs that send a query by other means than this crate, or hand it to another program. It is
/// checked as one that goes to the server as it is, like `vtql check --dialect wire`: what [`vtql!`]
/// writes right by itself or pages through (backslashes, bare numbers, a limit over 100) is a finding here,
/// and what the server lacks (parameters, parentheses, comments) is an error.
///
/// ```
/// use vtql_client::vtql_wire;
///
/// const NEWEST: &str = vtql_wire!("select id, lastname from Contacts order by createdtime desc limit 10;");
/// assert!(NEWEST.ends_with("limit 10;"));
/// ```
///
/// ```compile_fail
/// vtql_client::vtql_wire!("select id from Contacts where lastname = Smith limit 10;");
/// ```
#[macro_export]
macro_rules! vtql_wire {
    ($($query:tt)*) => { $crate::__private::vtql_wire!($crate $($query)*) };
}

/// [`vtql!`] for the records that are related to one: the query is checked as the operation `query_related` takes it,
/// whose server looks for the condition in the text. The value is a [`RelatedQuery`](crate::RelatedQuery).
///
/// ```
/// use vtql_client::vtql_related;
///
/// let cities = ["Rome", "Bari"];
/// let query = vtql_related!("select id, lastname from Contacts where mailingcity in {cities} order by lastname");
/// assert!(query.query().wire().is_ok());
/// ```
///
/// ```compile_fail
/// vtql_client::vtql_related!("select id from Contacts where lastname = 'WHERE'");
/// ```
#[macro_export]
macro_rules! vtql_related {
    ($($query:tt)*) => { $crate::__private::vtql_related!($crate $($query)*) };
}

/// A new record whose values are checked while your program compiles, like the queries of [`vtql!`]: a
/// [`Write`](crate::Write) to [send](crate::Write::send).
///
/// The values stand behind the names of the fields, as in a struct. A literal is looked at while compiling: a date
/// must exist, a picklist offer the value, an id be of a module that the field points to. Any other expression
/// must have a type that fits the field. A name alone stands for the variable of that name. What is wrong is said in the
/// words and with the codes of [the rules](https://github.com/vtql/vtql/blob/main/docs/rules.md), whose
/// levels are those of `vtql.toml`.
///
/// ```
/// use vtql_client::jiff::civil::date;
/// use vtql_client::{RecordId, vtql_create};
///
/// let (me, lastname, email) = (RecordId::new(19, 1), "O'Brien", None::<String>);
/// let write = vtql_create!(Contacts {
///     lastname,
///     leadsource: "Partner",
///     birthday: date(1990, 2, 28),
///     donotcall: true,
///     email?: email,
///     assigned_user_id: me,
/// });
/// assert_eq!(
///     serde_json::to_string(write.element()?).unwrap(),
///     r#"{"assigned_user_id":"19x1","birthday":"1990-02-28","donotcall":"1","lastname":"O'Brien","leadsource":"Partner"}"#
/// );
/// # Ok::<(), vtql_client::query::QueryError>(())
/// ```
///
/// # Values that may be missing
///
/// | written as | with `None` |
/// |---|---|
/// | `email?: option` | the field is left out, and keeps what it has |
/// | `email: option or None` | the field is cleared |
/// | `email: None` | the field is cleared |
///
/// A field that is cleared has no value afterwards; numbers are kept as 0 by the server.
///
/// # The answer
///
/// The server answers the record as it is stored then, with its `id`: [`Written`](crate::write::Written). Behind `->`
/// stand the fields that are read of it, or a type that derives [`Record`](derive@crate::Record). Both may have others
/// than are written:
///
/// ```
/// use vtql_client::{Record, RecordId, Write, vtql_create};
///
/// # #[cfg(feature = "http")]
/// # async fn run(client: vtql_client::Client, me: RecordId) -> vtql_client::Result<()> {
/// let lead = vtql_create!(Leads { lastname: "Rossi", assigned_user_id: me } -> { lead_no, createdtime });
/// let lead = lead.send(&client).await?;
/// println!("{} of {}: {}", lead.lead_no, lead.createdtime, lead.id);
/// # Ok(())
/// # }
///
/// #[derive(Record)]
/// #[vtql(module = "Leads")]
/// struct Lead {
///     id: RecordId,
///     lead_no: String,
/// }
///
/// let me = RecordId::new(19, 1);
/// let write: Write<Lead> = vtql_create!(Leads { lastname: "Rossi", assigned_user_id: me } -> Lead);
/// ```
///
/// # Line items
///
/// The line items of quotes, orders and invoices stand in a list, or come from structs that derive
/// [`Record`](derive@crate::Record) with `#[vtql(module = "LineItem", create)]`:
///
/// ```
/// use vtql_client::{RecordId, vtql_create};
///
/// let (me, account, product) = (RecordId::new(19, 1), RecordId::new(11, 2), RecordId::new(14, 3));
/// let write = vtql_create!(Invoice {
///     subject: "October",
///     account_id: account,
///     bill_street: "Via Roma 1",
///     ship_street: "Via Roma 1",
///     productid: product,
///     assigned_user_id: me,
///     LineItems: [{ productid: product, quantity: 2, listprice: "99.95" }],
/// });
/// assert_eq!(write.element()?["LineItems"][0]["productid"], "14x3");
/// # Ok::<(), vtql_client::query::QueryError>(())
/// ```
#[macro_export]
macro_rules! vtql_create {
    ($($record:tt)*) => { $crate::__private::vtql_create!($crate $($record)*) };
}

/// All of a record that there is, checked like [`vtql_create!`]: `id` says which one, and the mandatory fields have
/// to be given again. Fields that are left out keep their values (observed).
///
/// ```
/// use vtql_client::{RecordId, vtql_update};
///
/// let (me, id) = (RecordId::new(19, 1), RecordId::new(12, 5));
/// let write = vtql_update!(Contacts { id, lastname: "Rossi", mailingcity: None, assigned_user_id: me });
/// assert_eq!(write.element()?["mailingcity"], "");
/// # Ok::<(), vtql_client::query::QueryError>(())
/// ```
#[macro_export]
macro_rules! vtql_update {
    ($($record:tt)*) => { $crate::__private::vtql_update!($crate $($record)*) };
}

/// Some fields of a record that there is, checked like [`vtql_create!`]: `id` says which one, and the other fields keep
/// their values.
///
/// ```
/// use vtql_client::{RecordId, vtql_revise};
///
/// let (id, city) = (RecordId::new(12, 5), Some("Rome"));
/// let write = vtql_revise!(Contacts { id, mailingcity: city or None, phone: "+39 06 1234" });
/// assert_eq!(write.element()?["mailingcity"], "Rome");
/// # Ok::<(), vtql_client::query::QueryError>(())
/// ```
#[macro_export]
macro_rules! vtql_revise {
    ($($record:tt)*) => { $crate::__private::vtql_revise!($crate $($record)*) };
}

/// Queries as functions, and rows that have a name.
///
/// Each function is checked like a [`vtql!`] call; its body is a query in either form, its arguments are
/// what the query's parameters can name. The row type that stands behind `->` is defined by the macro,
/// with the visibility `pub` and the attributes that stand in front of it; functions that select the same
/// fields of the same module may share one. A `count(*)` has no rows: without `->`, the function
/// returns a [`CountQuery`](crate::CountQuery).
///
/// ```
/// use vtql_client::vtql_query;
///
/// vtql_query! {
///     /// The contacts who live in a city.
///     pub fn contacts_of(city: &str) -> #[derive(PartialEq)] Contact =
///         "select id, lastname, email from Contacts where mailingcity = {city} order by lastname";
///
///     /// How many of them there are.
///     pub fn number_of_contacts(city: &str) = select count(*) from Contacts where mailingcity = {city};
/// }
///
/// fn address(contact: &Contact) -> Option<String> {
///     Some(format!("{} <{}>", contact.lastname, contact.email.as_ref()?))
/// }
///
/// assert!(contacts_of("Rome").wire()?.contains("mailingcity = 'Rome'"));
/// assert_eq!(number_of_contacts("Bari").wire()?, "select count(*) from Contacts where mailingcity = 'Bari';");
/// # Ok::<(), vtql_client::query::QueryError>(())
/// ```
#[macro_export]
macro_rules! vtql_query {
    ($($functions:tt)*) => { $crate::__private::vtql_query! { $crate $($functions)* } };
}

/// [`vtql!`] into a struct of your own, which derives [`Record`](derive@crate::Record).
///
/// The query is checked against the snapshot, and both ways against the struct: it must select exactly
/// the fields that the struct has. (`*` selects all there are.)
///
/// ```
/// use vtql_client::jiff::civil::Date;
/// use vtql_client::{Record, RecordId, vtql_as};
///
/// #[derive(Record, Debug, PartialEq)]
/// #[vtql(module = "Contacts")]
/// struct Person {
///     id: RecordId,
///     #[vtql(field = "lastname")]
///     name: String,
///     email: Option<String>,
///     birthday: Option<Date>,
///     /// Set for every contact of ours, so that `Option` would be in the way.
///     #[vtql(required)]
///     donotcall: bool,
/// }
///
/// let query = vtql_as!(Person, "select id, lastname, email, birthday, donotcall from Contacts limit 10");
/// assert_eq!(query.wire()?, "select id, lastname, email, birthday, donotcall from Contacts limit 10;");
/// # Ok::<(), vtql_client::query::QueryError>(())
/// ```
#[macro_export]
macro_rules! vtql_as {
    ($($query:tt)*) => { $crate::__private::vtql_as!($crate $($query)*) };
}

/// Enums for the values of picklists, as the snapshot lists them.
///
/// Values that are not listed are kept in the variant `Other`. An enum can be compared with in a query,
/// and a field of a struct that derives [`Record`](derive@crate::Record) can have it as its type.
///
/// ```
/// use vtql_client::{Record, RecordId, vtql_as, vtql_picklist};
///
/// vtql_picklist! {
///     /// Where a contact came from.
///     pub enum LeadSource = Contacts.leadsource;
/// }
///
/// #[derive(Record)]
/// #[vtql(module = "Contacts")]
/// struct Origin {
///     id: RecordId,
///     leadsource: Option<LeadSource>,
/// }
///
/// let query = vtql_as!(Origin, select id, leadsource from Contacts where leadsource = {LeadSource::ColdCall});
/// assert_eq!(query.wire()?, "select id, leadsource from Contacts where leadsource = 'Cold Call';");
/// assert_eq!(LeadSource::from("From a friend"), LeadSource::Other("From a friend".to_owned()));
/// # Ok::<(), vtql_client::query::QueryError>(())
/// ```
#[macro_export]
macro_rules! vtql_picklist {
    ($($enums:tt)*) => { $crate::__private::vtql_picklist! { $crate $($enums)* } };
}

/// Typed columns for queries that are built in code.
///
/// For each module of the CRM that is named, a Rust module with a [`Column`](crate::query::builder::Column)
/// for each field in braces, or for every field when there are none: ask for those that you use, each
/// costs the compiler a little. Documentation and types come from the snapshot.
///
/// ```
/// vtql_client::schema! {
///     pub mod contacts = Contacts { id, lastname, email, createdtime }
/// }
/// use contacts::{createdtime, email, id, lastname};
/// use vtql_client::jiff::civil::date;
///
/// let query = contacts::query()
///     .select((id, lastname, email))
///     .filter(lastname.like("S%").and(createdtime.ge(date(2024, 1, 1))).or(email.is_empty()))
///     .order_by(lastname)
///     .limit(500)
///     .build();
/// assert_eq!(
///     query.wire()?,
///     "select id, lastname, email from Contacts where lastname like 'S%' \
///      and createdtime >= '2024-01-01 00:00:00' or email = ' ' order by lastname limit 500;"
/// );
/// # Ok::<(), vtql_client::query::QueryError>(())
/// ```
///
/// Conditions, orders and further columns that are known only when the program runs are part of
/// [the same builder](crate::query::builder).
///
/// A name with a keyword of Rust for a name is a raw identifier, a field `query` is `query_`.
#[macro_export]
macro_rules! schema {
    ($($modules:tt)*) => { $crate::__private::schema! { $crate $($modules)* } };
}
