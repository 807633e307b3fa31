//! Where a query's text comes from, and so where the compiler has to point.

mod file;
mod literal;
mod tokens;

pub(crate) use file::QueryFile;
pub(crate) use literal::{QueryLiteral, text_of as literal_text};
pub(crate) use tokens::QueryTokens;

use proc_macro2::{Delimiter, Literal, Span, TokenTree};
use vtql_parser::{Dialect, Span as TextSpan};

/// A query as it stands in a program.
#[derive(Debug)]
pub(crate) struct Source {
    /// The text in VTQL.
    pub(crate) text: String,
    pub(crate) dialect: Dialect,
    pub(crate) form: Form,
}

/// How a query stands in a program.
#[derive(Debug)]
pub(crate) enum Form {
    Literal(QueryLiteral),
    Tokens(QueryTokens),
    File(QueryFile),
}

impl Source {
    /// The query in the tokens that a macro was given; an error with its place when there is none.
    pub(crate) fn new(tokens: &[TokenTree]) -> Result<Self, (Span, &'static str)> {
        let Some(literal) = only_literal(tokens) else {
            if let Some(at) = value(tokens) {
                return Err((at, IS_A_VALUE));
            }
            let (tokens, text) = QueryTokens::new(tokens);
            return Ok(Source { text, dialect: Dialect::Surface, form: Form::Tokens(tokens) });
        };
        let (literal, text) = QueryLiteral::new(&literal).map_err(|message| (literal.span(), message))?;
        Ok(Source { text, dialect: Dialect::Surface, form: Form::Literal(literal) })
    }

    /// The query in a string literal, in the words that go to the server.
    pub(crate) fn as_sent(tokens: &[TokenTree], at: Span) -> Result<Self, (Span, &'static str)> {
        if only_literal(tokens).is_none() {
            return Err((at, "a query that goes to the server as it is stands in one string literal"));
        }
        Ok(Source { dialect: Dialect::Wire, ..Source::new(tokens)? })
    }

    /// The query in a file.
    pub(crate) fn of_file(file: QueryFile, text: String) -> Self {
        Source { text, dialect: Dialect::Surface, form: Form::File(file) }
    }

    /// The first and the last token to underline for a part of the text.
    pub(crate) fn tokens_at(&self, part: TextSpan) -> (Span, Span) {
        match &self.form {
            Form::Literal(literal) => (literal.span(), literal.span()),
            Form::Tokens(tokens) => tokens.tokens_at(part).unwrap_or((Span::call_site(), Span::call_site())),
            Form::File(file) => (file.span(), file.span()),
        }
    }

    /// The words among the tokens of the query, outside of text and parameters.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&str, Span)> {
        let tokens = match &self.form {
            Form::Tokens(tokens) => Some(tokens),
            Form::Literal(_) | Form::File(_) => None,
        };
        tokens.into_iter().flat_map(|tokens| tokens.words(&self.text))
    }

    /// What is wrong with the tokens themselves, whatever they mean in VTQL.
    pub(crate) fn problems(&self) -> &[(Span, &'static str)] {
        match &self.form {
            Form::Literal(_) | Form::File(_) => &[],
            Form::Tokens(tokens) => &tokens.problems,
        }
    }
}

const IS_A_VALUE: &str = "a query stands here as text or in bare words, to be checked while the program compiles\n\
                          = help: run a query that the program makes by `client.query(…)`";

/// Where the tokens begin, when they are a value of the program: `q`, `&self.query`, `text()`, `QUERY`.
fn value(tokens: &[TokenTree]) -> Option<Span> {
    let is_prefix =
        |token: &&TokenTree| matches!(token, TokenTree::Punct(it) if matches!(it.as_char(), '&' | '*'));
    let value: Vec<&TokenTree> = tokens.iter().skip_while(is_prefix).collect();
    let (TokenTree::Ident(first), rest) = value.split_first()? else { return None };
    let goes_on = |token: &TokenTree| match token {
        TokenTree::Punct(it) => matches!(it.as_char(), '.' | ':' | '?'),
        TokenTree::Group(it) => it.delimiter() != Delimiter::Brace,
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    let is_select = first.to_string().eq_ignore_ascii_case("select");
    (!is_select && rest.first().is_none_or(|token| goes_on(token))).then(|| first.span())
}

/// The literal, when it is all there is. Fragments of `macro_rules!` come in invisible groups.
pub(crate) fn only_literal(tokens: &[TokenTree]) -> Option<Literal> {
    match tokens {
        [TokenTree::Literal(literal)] => Some(literal.clone()),
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            only_literal(&group.stream().into_iter().collect::<Vec<_>>())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_program_are_no_queries() {
        let is_value = |rust: &str| {
            let tokens: Vec<TokenTree> =
                rust.parse::<proc_macro2::TokenStream>().unwrap().into_iter().collect();
            Source::new(&tokens).is_err_and(|(_, message)| message == IS_A_VALUE)
        };
        for rust in [
            "q",
            "&q",
            "&*q",
            "QUERY",
            "self.query",
            "&self.query",
            "queries::ALL",
            "text()",
            "q.as_str()",
            "list[0]",
            "q?",
        ] {
            assert!(is_value(rust), "{rust}");
        }
        for rust in [
            "select",
            "SELECT id",
            "selct id from M",
            "q from M",
            "",
            "\"select\"",
            "select * from M",
            "show tables",
            "5",
        ] {
            assert!(!is_value(rust), "{rust}");
        }
    }
}
