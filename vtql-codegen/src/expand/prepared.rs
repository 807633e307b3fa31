//! A query that was found to be right, and the parts of expansions that every macro needs.

use super::params::{self, argument};
use super::report::{self, Finding};
use super::row::{self, Column};
use crate::snapshot::{self, Basis, Surroundings};
use crate::source::{Form, Source};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::sync::{Arc, LazyLock};
use vtql_parser::ast::{Param, Query, Select};
use vtql_parser::{Diagnostic, Group, Severity, Span as TextSpan, codes};
use vtql_schema::rules::Levels;
use vtql_schema::{Checker, Module, Snapshot};

/// A query without errors.
pub(crate) struct Prepared {
    pub(crate) source: Source,
    pub(crate) query: Query,
    snapshot: Arc<Snapshot>,
    /// Items and statements that go with any expansion: what the compiler has to watch and to warn of.
    pub(crate) aside: TokenStream,
    /// Whether the expansion is for an editor, to which places in the query mean what stands there, and which
    /// shows documentation.
    pub(crate) in_editor: bool,
}

impl Prepared {
    /// Checks a query; `at` is where the compiler points for findings that are about no part of it.
    pub(crate) fn new(source: Source, at: Span, around: &Surroundings) -> Result<Self, Vec<Finding>> {
        let (basis, watch) = Basis::of(around).map_err(|message| vec![Finding::at(at, message)])?;
        let levels = basis.levels.as_ref().map_err(|message| vec![Finding::at(at, message)])?;
        let (query, warnings) = checked(&source, &basis.snapshot, levels)?;
        let warnings =
            warnings.iter().map(|it| report::warning(it.code.as_str(), &Finding::new(&source, it)));
        let file = match &source.form {
            Form::File(file) if !around.in_editor => snapshot::watch_files([file.path()]),
            _ => TokenStream::new(),
        };
        let aside = quote!(#watch #file #(#warnings)*);
        Ok(Prepared {
            source,
            query,
            snapshot: Arc::clone(&basis.snapshot),
            aside,
            in_editor: around.in_editor,
        })
    }

    /// A query that was checked before, with nothing for the compiler to watch.
    #[cfg(feature = "files")]
    pub(crate) fn checked(source: Source, query: Query, snapshot: Arc<Snapshot>) -> Self {
        Prepared { source, query, snapshot, aside: TokenStream::new(), in_editor: false }
    }

    /// The module that is asked for.
    pub(crate) fn module(&self) -> &Module {
        static NONE: LazyLock<Module> = LazyLock::new(|| Module::new("", []));
        self.snapshot.module(self.query.module.as_str()).unwrap_or(&NONE)
    }

    /// Whether the answer is a number.
    pub(crate) fn is_count(&self) -> bool {
        matches!(self.query.select, Select::Count(_))
    }

    /// The columns of the rows.
    pub(crate) fn columns(&self) -> Vec<Column<'_>> {
        row::columns(&self.query, self.module(), |part| self.place_of(part))
    }

    /// Where a part of the query stands in the program, unless a literal or a file holds all of it.
    pub(crate) fn place_of(&self, part: TextSpan) -> Option<Span> {
        matches!(self.source.form, Form::Tokens(_)).then(|| self.source.tokens_at(part).0)
    }

    /// The definition of a type for the rows.
    pub(crate) fn row(&self, name: &Ident, attributes: &TokenStream, krate: &TokenStream) -> TokenStream {
        row::definition(name, attributes.clone(), self.module(), &self.columns(), krate)
    }

    /// The text and the arguments from which the query is made when the program runs.
    pub(crate) fn text_and_arguments(
        &self,
        krate: &TokenStream,
    ) -> Result<(String, Vec<TokenStream>), Vec<Finding>> {
        let uses = params::uses(&self.query);
        let mut text = self.source.text.clone();
        for (number, it) in uses.iter().enumerate().rev() {
            text.replace_range(it.param.span.range(), &format!("{{{number}}}"));
        }
        let mut errors = Vec::new();
        let mut arguments = Vec::new();
        for it in &uses {
            match self.expression(it.param) {
                Ok((expression, span)) => {
                    let at = (!self.in_editor).then_some(span);
                    arguments.push(argument(*it, self.module(), expression, at, krate));
                }
                Err(finding) => errors.push(finding),
            }
        }
        if errors.is_empty() { Ok((text, arguments)) } else { Err(errors) }
    }

    /// The Rust expression of a parameter, and where it stands.
    fn expression(&self, param: &Param) -> Result<(TokenStream, Span), Finding> {
        let (first, _) = self.source.tokens_at(param.span);
        if let Form::Tokens(tokens) = &self.source.form {
            let number = param.expression().parse::<usize>().ok();
            let expression = number.and_then(|number| tokens.parameters.get(number));
            return Ok((expression.cloned().unwrap_or_default(), first));
        }
        let tokens = param.expression().parse::<TokenStream>().map_err(|_| {
            let message = format!("`{}` is not a Rust expression", param.expression());
            Finding::new(&self.source, &Diagnostic::error(codes::UNBOUND_PARAMETER, param.span, message))
        })?;
        Ok((params::respanned(tokens, first), first))
    }
}

/// The one query of a text and its warnings, or everything that is wrong with it.
fn checked(
    source: &Source,
    snapshot: &Snapshot,
    levels: &Levels,
) -> Result<(Query, Vec<Diagnostic>), Vec<Finding>> {
    let checked = Checker::new(source.dialect).snapshot(snapshot).levels(levels).text(&source.text);
    let (mut statements, mut found) = (checked.statements, checked.diagnostics);
    if !found.iter().any(Diagnostic::is_error) {
        found.extend(number_of_statements(&statements, &source.text));
    }
    let problems = source.problems().iter();
    let mut errors: Vec<Finding> = problems.map(|(span, message)| Finding::at(*span, *message)).collect();
    // Where the tokens are not VTQL's, what the parser makes of the rest is noise.
    let noise = |it: &&Diagnostic| !source.problems().is_empty() && it.code.group() == Group::Syntax;
    let found_errors = found.iter().filter(|it| it.is_error() && !noise(it));
    errors.extend(found_errors.map(|it| Finding::new(source, it)));
    found.retain(|it| it.severity == Severity::Warning);
    match statements.pop() {
        Some(query) if errors.is_empty() => Ok((query, found)),
        _ => Err(errors),
    }
}

fn number_of_statements(statements: &[Query], text: &str) -> Option<Diagnostic> {
    match statements {
        [_] => None,
        [] => Some(
            Diagnostic::error(codes::NO_STATEMENT, TextSpan::new(0, text.len()), "there is no query here")
                .help("write one, such as `select id, lastname from Contacts`"),
        ),
        [_, second, ..] => Some(
            Diagnostic::error(
                codes::MANY_STATEMENTS,
                second.span,
                "a second query stands where one is expected",
            )
            .help("give each query a macro call of its own"),
        ),
    }
}
