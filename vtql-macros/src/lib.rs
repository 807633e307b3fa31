//! The procedural macros behind `vtql!`. Use them through `vtql-client`, whose macros tell these ones
//! by which name your crate knows it.
//!
//! What they expand to is the work of `vtql-codegen`, which a procedural macro cannot offer itself.

use proc_macro::TokenStream;
use vtql_codegen::Surroundings;

/// One checked query. The client crate's `vtql!` calls it with its own path in front.
#[proc_macro]
pub fn vtql(input: TokenStream) -> TokenStream {
    vtql_codegen::query(input.into(), &Surroundings::from_env()).into()
}

/// One checked query in a file of its own.
#[proc_macro]
pub fn vtql_file(input: TokenStream) -> TokenStream {
    vtql_codegen::file(input.into(), &Surroundings::from_env()).into()
}

/// A checked query in the words that go to the server.
#[proc_macro]
pub fn vtql_wire(input: TokenStream) -> TokenStream {
    vtql_codegen::wire(input.into(), &Surroundings::from_env()).into()
}

/// A checked query for related records.
#[proc_macro]
pub fn vtql_related(input: TokenStream) -> TokenStream {
    vtql_codegen::related(input.into(), &Surroundings::from_env()).into()
}

/// Checked queries as functions.
#[proc_macro]
pub fn vtql_query(input: TokenStream) -> TokenStream {
    vtql_codegen::named(input.into(), &Surroundings::from_env()).into()
}

/// Enums for the values of picklists.
#[proc_macro]
pub fn vtql_picklist(input: TokenStream) -> TokenStream {
    vtql_codegen::picklist(input.into(), &Surroundings::from_env()).into()
}

/// Typed columns for queries built in code.
#[proc_macro]
pub fn schema(input: TokenStream) -> TokenStream {
    vtql_codegen::schema(input.into(), &Surroundings::from_env()).into()
}

/// A checked query into a type of the user's.
#[proc_macro]
pub fn vtql_as(input: TokenStream) -> TokenStream {
    vtql_codegen::into(input.into(), &Surroundings::from_env()).into()
}

/// A checked new record.
#[proc_macro]
pub fn vtql_create(input: TokenStream) -> TokenStream {
    vtql_codegen::create(input.into(), &Surroundings::from_env()).into()
}

/// A checked record in the place of one that there is.
#[proc_macro]
pub fn vtql_update(input: TokenStream) -> TokenStream {
    vtql_codegen::update(input.into(), &Surroundings::from_env()).into()
}

/// A checked change of a record.
#[proc_macro]
pub fn vtql_revise(input: TokenStream) -> TokenStream {
    vtql_codegen::revise(input.into(), &Surroundings::from_env()).into()
}

/// A struct as the rows of a module, checked against the snapshot.
///
/// `#[vtql(module = "Contacts")]` on the struct names the module; `#[vtql(crate = crm)]` names the client
/// crate where it is not `vtql_client`. Each field is read from the module's field of the same name, or
/// of the name in `#[vtql(field = "cf_847")]`. Its type must fit the field's, and must be an `Option`
/// where a record may lack the value; `#[vtql(required)]` promises that none does.
#[proc_macro_derive(Record, attributes(vtql))]
pub fn record(input: TokenStream) -> TokenStream {
    vtql_codegen::record(input.into(), &Surroundings::from_env()).into()
}
