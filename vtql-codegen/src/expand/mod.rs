//! From the tokens that a macro was given to the tokens that it becomes.

mod code;
mod editor;
pub(crate) mod ident;
mod into;
mod lookup;
pub(crate) mod named;
pub(crate) mod params;
mod picklist;
mod places;
pub(crate) mod prepared;
mod query;
mod record;
mod report;
mod row;
mod schema;
mod snippet;
pub(crate) mod types;
mod write;

#[cfg(test)]
mod tests;

pub use into::into;
pub use named::named;
pub use picklist::picklist;
pub use query::{file, query, related, wire};
pub use record::record;
pub use schema::schema;
pub use write::{create, revise, update};

use proc_macro2::{Span, TokenStream, TokenTree};

/// Takes the path of the client crate off the tokens: `$crate`, which the macros of that crate put in
/// front of what the user wrote.
fn split_crate_path<T: FromIterator<TokenTree>>(input: TokenStream) -> (TokenStream, T) {
    let mut tokens = input.into_iter();
    let path = tokens.next().map(TokenStream::from).unwrap_or_default();
    (path, tokens.collect())
}

/// Where the compiler points when a finding is about all of the tokens.
fn place_of(tokens: &[TokenTree]) -> Span {
    tokens.first().map_or_else(Span::call_site, TokenTree::span)
}

/// The place of the first token.
fn first_span(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}
