//! The procedural macros behind `vtql!`. Use them through `vtql-client`, whose macros tell these ones
//! by which name your crate knows it.
//!
//! This crate never touches the network: it reads the snapshot of a CRM's modules and fields, checks
//! queries against it while your program compiles, and writes the types of their rows.

mod expand;
mod snapshot;
mod source;

use proc_macro::TokenStream;
use snapshot::Surroundings;

/// One checked query. The client crate's `vtql!` calls it with its own path in front.
#[proc_macro]
pub fn vtql(input: TokenStream) -> TokenStream {
    expand::query(input.into(), &Surroundings::from_env()).into()
}

/// One checked query in a file of its own.
#[proc_macro]
pub fn vtql_file(input: TokenStream) -> TokenStream {
    expand::file(input.into(), &Surroundings::from_env()).into()
}

/// Checked queries as functions.
#[proc_macro]
pub fn vtql_query(input: TokenStream) -> TokenStream {
    expand::named(input.into(), &Surroundings::from_env()).into()
}
