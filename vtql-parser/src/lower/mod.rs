//! Surface to wire: the compiler.
//!
//! The wire has one flat `and`/`or` list without parentheses, `and` before `or`. So a condition is brought
//! into that form step by step:
//!
//! 1. `normal`: negations go down to the predicates (`not (a < 1)` is `a >= 1`, on NULL neither holds),
//!    `between`, `not in`, `is empty` and `includes` are written out.
//! 2. `literals`: every value becomes one that the server and its database read as it was meant.
//! 3. `distribute`: a disjunction of conjunctions, within bounds, then without what it says twice (`simplify`).
//!
//! The result matches exactly the rows that the surface condition matches, NULLs included.

mod build;
mod distribute;
mod includes;
mod leaves;
mod literals;
mod normal;
mod related;
mod simplify;

pub use related::{related, related_parts};

use crate::ast::{Condition, Gap, GapKind, Name, OrderBy, Predicate, Query, Select};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::errors::Errors;
use crate::ids;
use crate::keywords;
use crate::visit::{Visit, walk_order_by, walk_predicate};
use std::convert::Infallible;
use std::fmt;
use std::ops::{ControlFlow, Deref};

/// How far lowering may go.
///
/// ```
/// use vtql_parser::lower::{Options, lower_with};
/// use vtql_parser::{Dialect, parse_query};
///
/// let text = "select id from M where (a = 1 or b = 2) and (c = 3 or d = 4) and (e = 5 or f = 6)";
/// let query = parse_query(text, Dialect::Surface)?;
/// let mut options = Options::default();
/// options.max_terms = 7;
/// assert_eq!(lower_with(&query, &options).expect_err("eight alternatives")[0].code.as_str(), "V018");
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The most alternatives (conjunctions joined by `or`) that distribution may produce. A condition
    /// that is written with more is not refused: only growth is bounded.
    pub max_terms: usize,
    /// The most bytes that the condition may have once it is distributed. It too bounds growth only: a
    /// condition that is longer as it is written is not refused.
    pub max_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { max_terms: 256, max_bytes: 1_000_000 }
    }
}

/// A query in wire form. Its `Display` is the text to send.
///
/// ```
/// use vtql_parser::{Dialect, lower::lower, parse_query};
///
/// let wire = lower(&parse_query("select id from M where a not between 1 and 9", Dialect::Surface)?)?;
/// assert_eq!(wire.alternatives().len(), 2);
/// assert_eq!(wire.to_string(), "select id from M where a < '1' or a > '9';");
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
///
///
/// The condition is a predicate, a conjunction of predicates, or a disjunction of these; the predicates
/// are comparisons, `like` and `in`, none negated; every literal is a wire string. Parameters that were
/// not bound stay where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireQuery(Query);

impl WireQuery {
    /// The tree.
    pub fn into_query(self) -> Query {
        self.0
    }

    /// The alternatives of the condition, each a conjunction of predicates; empty when there is no
    /// condition.
    pub fn alternatives(&self) -> Vec<&Condition> {
        match &self.0.filter {
            None => Vec::new(),
            Some(Condition::Or(terms)) => terms.iter().collect(),
            Some(one) => vec![one],
        }
    }
}

impl Deref for WireQuery {
    type Target = Query;
    fn deref(&self) -> &Query {
        &self.0
    }
}

impl fmt::Display for WireQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Compiles a query to wire form, with the default [`Options`].
///
/// ```
/// use vtql_parser::{Dialect, lower::lower, parse_query};
///
/// let text = "select id from Leads where city in ('Rome', '') and not (rating = 'Cold' or noofemployees between 1 and 9)";
/// let wire = lower(&parse_query(text, Dialect::Surface)?)?;
/// assert_eq!(
///     wire.to_string(),
///     "select id from Leads where city in ('Rome', ' ') and rating != 'Cold' and noofemployees < '1' \
///      or city in ('Rome', ' ') and rating != 'Cold' and noofemployees > '9';"
/// );
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub fn lower(query: &Query) -> Result<WireQuery, Errors> {
    lower_with(query, &Options::default())
}

/// Compiles a query to wire form. The error holds everything that stands in the way.
pub fn lower_with(query: &Query, options: &Options) -> Result<WireQuery, Errors> {
    let mut errors = Vec::new();
    check_names(query, &mut errors);
    let mut wire = query.clone();
    wire.filter = wire.filter.map(|filter| normal::normal(filter, &mut errors));
    literals::encode(&mut wire, &mut errors);
    check_ids(query, &mut errors);
    if errors.is_empty() {
        match wire.filter.take().map(|filter| distribute::distribute(filter, options)).transpose() {
            Ok(filter) => wire.filter = filter,
            Err(error) => errors.push(error),
        }
    }
    if let Select::Count(count) = &mut wire.select {
        // The server ignores them, unless one hides the module from it.
        count.ignored.clear();
    }
    keep_module_findable(&mut wire);
    Errors::unless(WireQuery(wire), errors)
}

/// `id` holds record ids in every module: what is none could become SQL.
fn check_ids(query: &Query, errors: &mut Vec<Diagnostic>) {
    for found in ids::check(query, |field| *field == "id") {
        // A bare word has been refused as one.
        if !errors.iter().any(|error| error.span == found.span && error.code == codes::BARE_WORD) {
            errors.push(found);
        }
    }
}

/// Words that are keywords where the name stands: text never has them there, trees built in code may.
fn check_names(query: &Query, errors: &mut Vec<Diagnostic>) {
    struct Reserved<'a>(&'a mut Vec<Diagnostic>);
    impl Reserved<'_> {
        fn refuse(&mut self, name: &Name, clause: &str, words: &[&str]) {
            if words.iter().any(|word| word.eq_ignore_ascii_case(name.as_str())) {
                let message = format!("`{name}` cannot be named in {clause}: it is a keyword there");
                self.0.push(
                    Diagnostic::error(codes::RESERVED_NAME, name.span, message).help(
                        "VTQL has no quotes for names; leave the field out and read it with `retrieve`",
                    ),
                );
            }
        }
    }
    impl<'a> Visit<'a> for Reserved<'_> {
        type Break = Infallible;
        fn visit_predicate(&mut self, predicate: &'a Predicate) -> ControlFlow<Infallible> {
            self.refuse(predicate.field(), "a condition", keywords::NO_FIELD);
            walk_predicate(self, predicate)
        }
        fn visit_order_by(&mut self, order: &'a OrderBy) -> ControlFlow<Infallible> {
            order.fields.iter().for_each(|field| self.refuse(field, "`order by`", keywords::NO_SORT_FIELD));
            walk_order_by(self, order)
        }
        fn visit_gap(&mut self, gap: &'a Gap) -> ControlFlow<Infallible> {
            self.0.push(unknown(gap));
            ControlFlow::Continue(())
        }
    }
    let mut reserved = Reserved(errors);
    query
        .select
        .names()
        .iter()
        .for_each(|name| reserved.refuse(name, "the select list", keywords::NO_COLUMN));
    reserved.refuse(&query.module, "`from`", keywords::NO_MODULE);
    let ControlFlow::Continue(()) = reserved.visit_query(query);
}

/// A part that is not known cannot be sent.
fn unknown(gap: &Gap) -> Diagnostic {
    match gap.kind() {
        GapKind::Hole => {
            let message = format!("`{gap}` is not known yet");
            Diagnostic::error(codes::UNBOUND_PARAMETER, gap.span(), message)
                .help("put a value, a name or a condition in its place")
        }
        _ => Diagnostic::error(codes::SYNTAX, gap.span(), "this part of the query could not be read")
            .help("repair the text that it was read from"),
    }
}

/// The server finds the module with a text search for `from` and white space, which also matches the end
/// of a last column such as `validfrom`. An `id` behind it, which every row has anyway, prevents that.
fn keep_module_findable(query: &mut Query) {
    if let Select::Fields(names) = &mut query.select
        && names.last().is_some_and(|last| last.as_str().to_ascii_lowercase().ends_with("from"))
        && let Ok(id) = Name::new("id")
    {
        names.push(id);
    }
}
