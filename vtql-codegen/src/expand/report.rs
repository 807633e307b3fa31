//! Findings as compiler errors and warnings.

use super::snippet;
use crate::source::{Form, QueryLiteral, Source};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use vtql_parser::{Diagnostic, Span as TextSpan};

/// A finding as the compiler is to show it.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    /// Everything that it says, in one or more lines.
    pub(crate) message: String,
    /// The first and the last token that are underlined.
    tokens: (Span, Span),
}

impl Finding {
    /// A finding that is not about a part of the text.
    pub(crate) fn at(span: Span, message: impl Into<String>) -> Self {
        Finding { message: message.into(), tokens: (span, span) }
    }

    /// What syn says about tokens that it cannot read.
    pub(crate) fn from_syn(error: &syn::Error) -> Self {
        Finding::at(error.span(), error.to_string())
    }

    /// A finding about these tokens, the first and the last of some.
    pub(crate) fn in_tokens(diagnostic: &Diagnostic, tokens: (Span, Span)) -> Self {
        Finding { message: with_help(diagnostic), tokens }
    }

    /// A finding about a part of a query's text.
    pub(crate) fn new(source: &Source, diagnostic: &Diagnostic) -> Self {
        let message = match &source.form {
            Form::Literal(literal) => with_snippet(literal, diagnostic),
            Form::Tokens(tokens) => tokens.in_their_words(&with_help(diagnostic)),
            Form::File(file) => {
                format!("{}\n{}", title(diagnostic), snippet::draw(&source.text, file.name(), diagnostic))
            }
        };
        Finding { message, tokens: source.tokens_at(diagnostic.span) }
    }
}

fn title(diagnostic: &Diagnostic) -> String {
    format!("{} [{}]", diagnostic.message, diagnostic.code)
}

/// The compiler points at the place itself: only the words are needed.
fn with_help(diagnostic: &Diagnostic) -> String {
    let mut message = title(diagnostic);
    for label in &diagnostic.related {
        message.push_str("\n= note: ");
        message.push_str(&label.text);
    }
    for help in &diagnostic.help {
        message.push_str("\n= help: ");
        message.push_str(help);
    }
    message
}

/// The compiler can point to the literal only, so the message has to show the place in it: the lines
/// of the file that the literal stands in, with the numbers that they have in the file.
fn with_snippet(literal: &QueryLiteral, diagnostic: &Diagnostic) -> String {
    let (text, start) = literal.surroundings();
    let place = |span: TextSpan| {
        let [from, to] = [span.start, span.end].map(|offset| literal.written_offset(offset as usize));
        TextSpan::new(start + from, start + to)
    };
    let mut placed = diagnostic.clone();
    placed.span = place(diagnostic.span);
    for label in &mut placed.related {
        label.span = place(label.span);
    }
    format!("{}\n{}", title(diagnostic), snippet::draw(&text, &literal.file(), &placed))
}

/// An expression that does not compile, for these reasons and no others: the last `compile_error!`
/// stands in for the value, so that the compiler does not complain about what is done with it.
fn errors(findings: &[Finding]) -> TokenStream {
    match findings {
        [] => TokenStream::new(),
        [one] => compile_error(one),
        [first @ .., last] => {
            let (first, last) = (first.iter().map(compile_error), compile_error(last));
            quote!({ #(#first;)* #last })
        }
    }
}

/// An expansion where an expression stands, with items before it for an editor. To an editor
/// `compile_error!` is no value of every type.
pub(crate) fn expression(expanded: Result<TokenStream, Vec<Finding>>, items: &TokenStream) -> TokenStream {
    match expanded {
        Ok(expanded) if items.is_empty() => expanded,
        Ok(expanded) => quote!({ #items #expanded }),
        Err(findings) if items.is_empty() => errors(&findings),
        Err(findings) => {
            let errors = errors(&findings);
            quote!({ #items #errors; loop {} })
        }
    }
}

/// Errors where items stand.
pub(crate) fn item_errors(findings: &[Finding]) -> TokenStream {
    let errors = findings.iter().map(compile_error);
    quote!(#(#errors;)*)
}

/// `compile_error!` is underlined from its first to its last token.
fn compile_error(Finding { message, tokens: (first, last) }: &Finding) -> TokenStream {
    let path = quote_spanned!(*first=> ::core::compile_error!);
    let mut argument = Group::new(Delimiter::Parenthesis, quote!(#message));
    argument.set_span(*last);
    quote!(#path #argument)
}

/// A statement that makes the compiler warn, where `deprecated` is the lint to allow: the only way to
/// a warning at a place of one's choice on a stable compiler.
pub(crate) fn warning(code: &str, Finding { message, tokens: (first, _) }: &Finding) -> TokenStream {
    let name = Ident::new(code, *first);
    quote!({
        #[deprecated(note = #message)]
        const #name: () = ();
        let () = #name;
    })
}
