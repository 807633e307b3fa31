use crate::span::Span;
use std::fmt;
use std::sync::Arc;

/// A part of a tree that is not known: a hole of a template, something that could not be read, or something
/// that is missing.
///
/// Trees of right texts have none, nor have those that [`parse_query`](crate::parse_query) returns. A tree
/// with gaps prints what stood there, and cannot be lowered.
///
/// ```
/// use vtql_parser::ast::GapKind;
/// use vtql_parser::{Dialect, parse};
///
/// let parsed = parse("select id, 'lastname' from Contacts", Dialect::Surface);
/// let gap = parsed.statements[0].select.names()[1].gap().expect("a string is no name");
/// assert_eq!((gap.kind(), gap.text()), (GapKind::Wrong, "'lastname'"));
/// ```
#[derive(Clone)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(from = "Inner", into = "Inner")
)]
pub struct Gap(Arc<Inner>);

#[derive(Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Inner {
    kind: GapKind,
    text: String,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    holes: Vec<Hole>,
    #[cfg_attr(feature = "serde", serde(default))]
    span: Span,
}

/// Why a part of a tree is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum GapKind {
    /// Something has to stand here, and nothing does.
    Missing,
    /// What stands here is not VTQL.
    Wrong,
    /// A hole of a template is in it.
    Hole,
}

/// A place in a template that the program fills in when it runs.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Hole {
    /// The word in its placeholder, if there is exactly one: `rest` of `{rest}` and of `$rest`.
    pub name: Option<String>,
    /// Whether it is a part of a string.
    pub quoted: bool,
    /// Where it stands.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

super::eq_without_span! { Hole { name, quoted } }

impl Hole {
    pub(crate) fn new(name: Option<String>, quoted: bool, span: Span) -> Self {
        Hole { name, quoted, span }
    }
}

impl Gap {
    pub(crate) fn new(kind: GapKind, text: &str, span: Span, holes: Vec<Hole>) -> Self {
        // No gap has the text of a name: names are equal to their texts.
        let text = if is_word(text) { format!("{{{text}}}") } else { text.to_owned() };
        Gap(Arc::new(Inner { kind, text, holes, span }))
    }

    /// Why it is not known.
    pub fn kind(&self) -> GapKind {
        self.0.kind
    }

    /// What stands there, placeholders of holes included. A placeholder that is a word stands in braces.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The holes in it, in order.
    pub fn holes(&self) -> &[Hole] {
        &self.0.holes
    }

    /// Where it stands; empty where something is missing.
    pub fn span(&self) -> Span {
        self.0.span
    }
}

impl From<Inner> for Gap {
    fn from(inner: Inner) -> Self {
        Gap::new(inner.kind, &inner.text, inner.span, inner.holes)
    }
}

impl From<Gap> for Inner {
    fn from(gap: Gap) -> Self {
        Arc::unwrap_or_clone(gap.0)
    }
}

impl PartialEq for Gap {
    fn eq(&self, other: &Self) -> bool {
        self.kind() == other.kind() && self.text() == other.text() && self.holes() == other.holes()
    }
}

impl Eq for Gap {}

impl fmt::Debug for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({:?}, {:?})", self.kind(), self.text(), self.span())
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// A clause of a query, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Clause {
    /// `select …`
    Select,
    /// `from …`
    From,
    /// `where …`
    Where,
    /// `order by …`
    OrderBy,
    /// `limit …`
    Limit,
}

impl Clause {
    /// The keywords that begin it.
    pub fn as_str(self) -> &'static str {
        match self {
            Clause::Select => "select",
            Clause::From => "from",
            Clause::Where => "where",
            Clause::OrderBy => "order by",
            Clause::Limit => "limit",
        }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A gap behind a clause that belongs to no clause: the hole of `… from Contacts{rest}`, which may hold
/// more of the clause before it and all that can follow; something that is no clause of VTQL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Rest {
    /// The last clause before it.
    pub after: Clause,
    /// What is not known.
    pub gap: Gap,
}

impl Rest {
    pub(crate) fn new(after: Clause, gap: Gap) -> Self {
        Rest { after, gap }
    }
}

/// Whether the server's lexer takes a text for one word.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
