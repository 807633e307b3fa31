//! Text to tree.
//!
//! `grammar` finds the leaves (generated from `vtql.pest`), `tree` builds nodes of them and refuses
//! what the dialect lacks, and where the text does not match the grammar `explain` goes through it
//! clause by clause to say everything that is wrong with it.

mod explain;
mod grammar;
pub mod keywords;
mod lexer;
mod recover;
mod token;
mod tree;
mod words;

use crate::ast::{Condition, Query};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety};
use crate::errors::Errors;
use crate::span::Span;
use crate::token::Token;
use std::ops::Range;
use std::str::FromStr;

/// Which of the two languages a text is in.
///
/// ```
/// use vtql_parser::{Dialect, parse};
///
/// let text = "select id from Leads where not (city = 'Rome')";
/// assert!(parse(text, Dialect::Surface).is_ok());
/// assert!(!parse(text, Dialect::Wire).is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Dialect {
    /// What the server accepts: one flat statement with a semicolon.
    Wire,
    /// What people write: parentheses, `not`, `between`, comments, parameters and more, several
    /// statements a text. [`lower`](crate::lower) turns it into wire form.
    #[default]
    Surface,
}

/// What a text holds.
///
/// ```
/// use vtql_parser::{Dialect, parse};
///
/// let text = "select id from Leads; -- all\nselect id, from Contacts;\nselect id from Accounts;";
/// let parsed = parse(text, Dialect::Surface);
/// assert_eq!(parsed.statements.len(), 3);
/// assert_eq!(parsed.statements[1].gaps().len(), 1, "a field is missing");
/// assert_eq!(parsed.comments[0].slice(text), "-- all");
/// assert_eq!(parsed.diagnostics.len(), 1);
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Parsed {
    /// The statements, in order. What could not be read of one that is wrong are the
    /// [gaps](Query::gaps) of its tree.
    pub statements: Vec<Query>,
    /// The comments, in order, marks included.
    pub comments: Vec<Span>,
    /// Everything that is wrong, in order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// The holes of a template.
    holes: Vec<Span>,
}

impl Parsed {
    /// Whether nothing is wrong.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The tokens of the text, white space and comments included, with keywords told from other words.
    /// They are made here, so that nobody pays for them who does not look at them. `source` is the text
    /// that was parsed.
    ///
    /// ```
    /// use vtql_parser::{Dialect, TokenKind, parse};
    ///
    /// let text = "SELECT limit FROM Contacts LIMIT 5";
    /// let tokens = parse(text, Dialect::Surface).tokens(text);
    /// let keywords = tokens.iter().filter(|token| token.kind == TokenKind::Keyword);
    /// let words: Vec<&str> = keywords.map(|token| token.span.slice(text)).collect();
    /// assert_eq!(words, ["SELECT", "FROM", "LIMIT"], "`limit` is a field here");
    /// ```
    pub fn tokens(&self, source: &str) -> Vec<Token> {
        let masked = lexer::mask(source, &self.holes);
        let mut tokens: Vec<Token> = lexer::Lexer::new(&masked, &self.holes).collect();
        words::tell_keywords(&self.statements, source, &mut tokens);
        tokens
    }

    fn make_fixes_unsafe(&mut self) {
        let fixes = self.diagnostics.iter_mut().flat_map(|it| &mut it.fixes);
        fixes.for_each(|fix| fix.safety = Safety::Unsafe);
    }

    fn sort(&mut self) {
        self.diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.code));
        self.diagnostics.dedup();
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        let reported = self.diagnostics.len();
        if reported + 1 < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        } else if reported < MAX_DIAGNOSTICS {
            let message = "too much is wrong with this text to report all of it";
            let last = Diagnostic::error(codes::SYNTAX, diagnostic.span, message);
            self.diagnostics.push(last.help("fix what was reported, then check again"));
        }
    }
}

/// At most this many findings are reported for a text; the last one says that there are more.
pub const MAX_DIAGNOSTICS: usize = 200;

/// The longest text that is read, in bytes: spans are 32 bits wide.
pub const MAX_SOURCE_LEN: usize = u32::MAX as usize;

/// Reads a text. It never fails: what is wrong is among [`Parsed::diagnostics`].
///
/// ```
/// use vtql_parser::{Dialect, parse};
///
/// let parsed = parse("select id from Contacts; select * frm Leads;", Dialect::Surface);
/// assert!(!parsed.is_ok());
/// assert_eq!(parsed.diagnostics[0].span.range(), 34..37);
/// ```
pub fn parse(source: &str, dialect: Dialect) -> Parsed {
    if source.len() >= MAX_SOURCE_LEN {
        let diagnostics = vec![too_long()];
        return Parsed { diagnostics, ..Parsed::default() };
    }
    let mut scan = grammar::scan::Scan::new(source);
    let mut parsed = if scan.take(grammar::rule_document) {
        tree::build(source, dialect, scan.leaves)
    } else {
        recover::read(source, dialect, &[], false)
    };
    if !parsed.is_ok() && (dialect == Dialect::Surface || !parse(source, Dialect::Surface).is_ok()) {
        // There is no tree that they could keep: each is a guess at what was meant.
        parsed.make_fixes_unsafe();
    }
    parsed.sort();
    parsed
}

/// Reads a text of which some parts are filled in when a program runs.
///
/// `holes` are byte ranges of the text. What stands in them is a placeholder that is not looked at; it may
/// be empty. A hole may stand for a value or a part of a string, for a name or several, for a condition or
/// several, for the rest of a clause or of the query: it becomes a [gap](Query::gaps) of the tree, which
/// prints back. Nothing is reported that what is filled in may cure. With an open end the text goes on
/// behind its last byte: nothing is said of what its end lacks.
///
/// ```
/// use vtql_parser::{Dialect, parse_template};
///
/// let text = "select id, ? from Contacts where city = '%?%' and frstname == 'x' and ?";
/// let holes: Vec<_> = text.match_indices('?').map(|(at, _)| at..at + 1).collect();
/// let parsed = parse_template(text, Dialect::Surface, &holes, true);
/// assert_eq!(parsed.diagnostics.len(), 1, "`==` is wrong, whatever is filled in");
/// assert_eq!(parsed.statements[0].gaps()[0].text(), "?");
/// ```
pub fn parse_template(source: &str, dialect: Dialect, holes: &[Range<usize>], open_end: bool) -> Parsed {
    if holes.is_empty() && !open_end || source.len() >= MAX_SOURCE_LEN {
        return parse(source, dialect);
    }
    let holes = lexer::holes(source, holes);
    let mut parsed = recover::read(source, dialect, &holes, open_end);
    if !parsed.is_ok() {
        parsed.make_fixes_unsafe();
    }
    parsed.sort();
    parsed
}

/// Reads a text that holds exactly one statement. The error holds everything that is wrong.
///
/// ```
/// use vtql_parser::{Dialect, parse_query};
///
/// let query = parse_query("select id from Contacts where not (city = 'Rome');", Dialect::Surface)?;
/// assert_eq!(query.module, "Contacts");
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub fn parse_query(source: &str, dialect: Dialect) -> Result<Query, Errors> {
    // Read to where it is returned: a query is large, and moved slowly.
    let mut result = Ok(Query::blank());
    if !result.as_mut().is_ok_and(|query| only_query(source, dialect, query)) {
        result = any_query(source, dialect);
    }
    result
}

/// Reads a condition: what may stand behind `where`. The error holds everything that is wrong.
///
/// ```
/// use vtql_parser::{Dialect, parse_condition};
///
/// let condition = parse_condition("city = 'Rome' and not (rating = 'Cold')", Dialect::Surface)?;
/// assert_eq!(condition.parts().len(), 2);
/// assert!(parse_condition("city = 'Rome' order by city", Dialect::Surface).is_err());
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub fn parse_condition(source: &str, dialect: Dialect) -> Result<Condition, Errors> {
    if source.len() >= MAX_SOURCE_LEN {
        return Err(too_long().into());
    }
    let mut scan = grammar::scan::Scan::new(source);
    let matches = scan.take(grammar::rule_ws) && scan.take(grammar::rule_condition) && scan.at_end();
    let (condition, findings) = if matches {
        tree::condition(source, dialect, scan.leaves)
    } else {
        recover::condition(source, dialect)
    };
    match condition {
        Some(condition) => Errors::unless(condition, findings),
        None => Err(Errors::new(findings).unwrap_or_else(|| explain::no_condition(source).into())),
    }
}

/// Reads a text of the surface dialect.
impl FromStr for Query {
    type Err = Errors;
    fn from_str(text: &str) -> Result<Self, Errors> {
        parse_query(text, Dialect::Surface)
    }
}

/// Reads a text of the surface dialect.
impl FromStr for Condition {
    type Err = Errors;
    fn from_str(text: &str) -> Result<Self, Errors> {
        parse_condition(text, Dialect::Surface)
    }
}

#[cold]
fn too_long() -> Diagnostic {
    let message = "a text of 4 GiB or more cannot be read";
    Diagnostic::error(codes::TOO_DEEP, Span::NONE, message).help("split the text")
}

/// The usual case: nothing but a query is there, and nothing wrong. It needs no lists of statements,
/// comments and findings.
fn only_query(source: &str, dialect: Dialect, query: &mut Query) -> bool {
    let mut scan = grammar::scan::Scan::new(source);
    source.len() < MAX_SOURCE_LEN
        && scan.take(grammar::rule_document)
        && tree::single(source, dialect, &mut scan.leaves, query)
}

/// The same for a text that may be wrong.
#[cold]
fn any_query(source: &str, dialect: Dialect) -> Result<Query, Errors> {
    let mut parsed = parse(source, dialect);
    if !parsed.is_ok() {
        Errors::unless((), std::mem::take(&mut parsed.diagnostics))?;
    }
    let second = parsed.statements.get(1).map(|second| second.span);
    match (parsed.statements.pop(), second) {
        (Some(query), None) => Ok(query),
        (None, _) => {
            let span = Span::new(0, source.len());
            let message = "there is no query in this text";
            Err(Diagnostic::error(codes::NO_STATEMENT, span, message)
                .help("write one, such as `select id, lastname from Contacts;`")
                .into())
        }
        (_, Some(span)) => {
            let message = "a second query stands where one is expected";
            Err(Diagnostic::error(codes::MANY_STATEMENTS, span, message)
                .help("keep one query here, or put the others into calls or files of their own")
                .into())
        }
    }
}

/// The tokens of any text. Words are not told from keywords.
///
/// ```
/// use vtql_parser::{TokenKind, tokens};
///
/// let text = "select id -- all\nfrom Contacts";
/// let tokens = tokens(text);
/// assert_eq!(tokens[4].kind, TokenKind::Comment);
/// let pieces: Vec<&str> = tokens.iter().map(|token| token.span.slice(text)).collect();
/// assert_eq!(pieces.concat(), text);
/// ```
pub fn tokens(source: &str) -> Vec<Token> {
    lexer::Lexer::new(source, &[]).collect()
}

/// The tokens of a text whose queries are known: words that they take for neither a name nor a value are
/// keywords.
pub fn tokens_of(source: &str, queries: &[Query]) -> Vec<Token> {
    let mut tokens = tokens(source);
    words::tell_keywords(queries, source, &mut tokens);
    tokens
}

/// A rule of the grammar by name, and the first byte and one past the last that it covers.
pub type Leaf = (String, usize, usize);

/// What the generated parser finds in a text; `None` when it is no text of the grammar.
pub fn leaves(source: &str) -> Option<Vec<Leaf>> {
    let mut scan = grammar::scan::Scan::new(source);
    let leaf =
        |leaf: &grammar::scan::Leaf| (format!("{:?}", leaf.rule), leaf.start as usize, leaf.end as usize);
    scan.take(grammar::rule_document).then(|| scan.leaves.list.iter().map(leaf).collect())
}

/// What the reader of wrong texts makes of a text, and the steps that it takes.
pub fn recovered(source: &str, dialect: Dialect) -> (Parsed, usize) {
    let (mut parsed, steps) = recover::read_counted(source, dialect, &[], false);
    parsed.sort();
    (parsed, steps)
}
