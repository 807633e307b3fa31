//! Distinguishing queries from other texts.

use super::holes::fill;
use super::text::{Embedded, HostText};
use super::{Embedding, Filter};
use vtql_parser::Dialect;

/// What a comment or a macro says about a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It is a query.
    Vtql,
    /// It is the query of one of our macros, which know no placeholders but parameters.
    Macro,
    /// It is to be left alone.
    Ignore,
}

impl Mark {
    /// `vtql`, `language=vtql`, or `vtql: ignore`, the marks of the comment taken off.
    pub(super) fn of_comment(comment: &str) -> Option<Self> {
        let text = comment.trim_matches(|char: char| "/*#-!".contains(char) || char.is_whitespace());
        match text.to_ascii_lowercase().as_str() {
            "vtql" | "language=vtql" | "language: vtql" => Some(Mark::Vtql),
            "vtql: ignore" | "vtql:ignore" => Some(Mark::Ignore),
            _ => None,
        }
    }
}

/// Whether a file can hold a query at all.
pub(super) fn mentions_select(source: &str) -> bool {
    source.as_bytes().windows(6).any(|word| word.eq_ignore_ascii_case(b"select"))
}

/// The query that a text is, if it is one of ours.
pub(super) fn recognize(
    text: HostText,
    mark: Option<Mark>,
    dialect: Dialect,
    filter: Filter<'_>,
) -> Option<Embedded> {
    if mark == Some(Mark::Ignore) {
        return None;
    }
    let plain = text.to_text();
    let body = without_comments(&plain);
    let select = body.text.get(..6)?;
    let behind = body.text.get(6..)?.chars().next();
    if !select.eq_ignore_ascii_case("select")
        || behind.is_some_and(|char| char.is_alphanumeric() || char == '_')
    {
        return None;
    }
    let marked = matches!(mark, Some(Mark::Vtql | Mark::Macro)) || body.marked;
    let ours = match filter.embedding {
        Embedding::Off => false,
        Embedding::Marked => marked,
        Embedding::Known => marked || is_known(body.text, filter),
        Embedding::All => marked || Shape::of(body.text).is_some_and(|shape| shape.has_list()),
    };
    if !ours {
        return None;
    }
    let (text, holes) = fill(text, mark != Some(Mark::Macro))?;
    Some(Embedded::new(&text, &holes, dialect))
}

struct Body<'a> {
    text: &'a str,
    /// Whether a comment says that it is a query.
    marked: bool,
}

/// The text behind the white space and the comments that it begins with.
fn without_comments(text: &str) -> Body<'_> {
    let mut body = Body { text: text.trim_start(), marked: false };
    loop {
        let line = body.text.starts_with("--").then(|| body.text.find('\n').unwrap_or(body.text.len()));
        let block = || body.text.starts_with("/*").then(|| body.text.find("*/").map(|end| end + 2)).flatten();
        let Some(end) = line.or_else(block) else { return body };
        let (comment, rest) = body.text.split_at(end);
        body.marked |= Mark::of_comment(comment) == Some(Mark::Vtql);
        body.text = rest.trim_start();
    }
}

/// Whether it asks a module of the snapshot, and is neither prose nor asks as another database is asked.
fn is_known(query: &str, filter: Filter<'_>) -> bool {
    let Some(shape) = Shape::of(query) else { return false };
    let module = filter.snapshot.and_then(|snapshot| snapshot.module(shape.module));
    module.is_some_and(|module| {
        let names_a_field = || shape.words().any(|word| module.field(word).is_some());
        !is_foreign(shape.behind) && (shape.has_list() || names_a_field())
    })
}

/// A text of the form `select … from …`.
struct Shape<'a> {
    /// What stands between the two words.
    list: &'a str,
    module: &'a str,
    behind: &'a str,
}

impl<'a> Shape<'a> {
    /// Of a text that begins with `select`. The module is the word behind the first `from`.
    fn of(query: &'a str) -> Option<Self> {
        let mut from = 6;
        loop {
            let at = from + find_ignoring_case(query.get(from..)?, "from")?;
            let list = query.get(6..at)?;
            from = at + 4;
            let behind = query.get(from..)?;
            if list.ends_with(is_word) || !behind.starts_with(char::is_whitespace) {
                continue;
            }
            let behind = behind.trim_start();
            let (module, behind) =
                behind.split_at(behind.find(|char| !is_word(char)).unwrap_or(behind.len()));
            return (!module.is_empty()).then_some(Shape { list, module, behind });
        }
    }

    fn words(&self) -> impl Iterator<Item = &'a str> {
        self.list.split(|char| !is_word(char)).filter(|word| !word.is_empty())
    }

    /// Whether the list is one of single words, as `*` and `count(*)` are, and not a phrase.
    fn has_list(&self) -> bool {
        self.list.split(',').all(|item| item.split_whitespace().count() == 1 || item.contains('('))
    }
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len()).position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether what follows a table's name is SQL that VTQL does not have at that place: a schema, a list of
/// tables, a join, an alias before one of these.
fn is_foreign(behind: &str) -> bool {
    if behind.starts_with(['.', ':']) {
        return true;
    }
    let words: Vec<String> = behind
        .split_whitespace()
        .take(3)
        .map(|word| word.trim_end_matches([',', ';']).to_ascii_lowercase())
        .collect();
    let joins = |word: &String| {
        matches!(
            word.as_str(),
            "join" | "inner" | "left" | "right" | "full" | "cross" | "natural" | "as" | "union"
        )
    };
    behind.trim_start().starts_with(',') || words.iter().take(2).any(joins)
}
