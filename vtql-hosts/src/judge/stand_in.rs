//! What stands in for the holes of a query, so that all around them can be checked: a parameter where a
//! value is, a name where a field is, nothing where a whole clause may be.

use crate::map::Map;
use crate::query::Query;
use std::ops::Range;
use vtql_parser::Span;

/// The text to check, and what is not known of it.
#[derive(Clone, Debug, Default)]
pub(super) struct StandIn {
    pub(super) text: String,
    /// Back to the bytes of the query's text.
    pub(super) map: Map,
    /// What stands in for a hole.
    pub(super) spans: Vec<Span>,
    /// Places where something may stand that is not there now.
    pub(super) gaps: Vec<usize>,
    pub(super) unknown: Unknown,
}

/// The clauses that a hole may add to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a clause, and stands alone")]
pub(super) struct Unknown {
    /// More or other columns.
    pub(super) list: bool,
    /// The module.
    pub(super) module: bool,
    /// Another condition.
    pub(super) condition: bool,
    /// Another order.
    pub(super) order: bool,
    /// What stands at the end: an order, a limit.
    pub(super) tail: bool,
}

/// A name that no module has a field of.
const FIELD: &str = "hole_field";
const VALUE: &str = "{p}";

/// Where in a statement a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Start,
    List,
    Module,
    BehindModule,
    Field,
    Operator,
    Value,
    In,
    BehindCondition,
    Order,
    BehindOrder,
    Limit,
    BehindLimit,
}

/// A part of the text.
#[derive(Clone, Debug)]
struct Piece<'a> {
    text: &'a str,
    range: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Blank,
    Word,
    /// A literal, whole.
    Text,
    /// A literal that a hole stands in.
    FilledText,
    Hole,
    Mark,
}

/// The text with something in the place of each hole.
pub(super) fn stand_in(query: &Query) -> StandIn {
    let pieces = glued(pieces(query));
    let mut built = StandIn::default();
    let mut place = Place::Start;
    for (at, piece) in pieces.iter().enumerate() {
        let next = pieces[at + 1..].iter().find(|piece| piece.kind != Kind::Blank);
        match piece.kind {
            Kind::Hole | Kind::FilledText => {
                let before = pieces[..at].iter().rev().find(|piece| piece.kind != Kind::Blank);
                place = built.hole(piece, place, next, before);
            }
            _ => {
                built.keep(piece);
                place = after(piece, place);
            }
        }
    }
    if query.open_end {
        built.cut_end();
    }
    built
}

impl StandIn {
    fn keep(&mut self, piece: &Piece<'_>) {
        self.text.push_str(piece.text);
        self.map.push(piece.text.len(), piece.range.clone(), true, 0);
    }

    fn replace(&mut self, piece: &Piece<'_>, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.map.push(text.len(), piece.range.clone(), false, 0);
        self.spans.push(Span::new(start, self.text.len()));
    }

    fn leave_out(&mut self, piece: &Piece<'_>) {
        self.gaps.push(self.text.len());
        self.replace(piece, " ");
    }

    /// Puts something in the place of a hole, and says where the text is behind it.
    fn hole(
        &mut self,
        piece: &Piece<'_>,
        place: Place,
        next: Option<&Piece<'_>>,
        before: Option<&Piece<'_>>,
    ) -> Place {
        let is = |words: &[&str]| {
            next.is_some_and(|it| words.iter().any(|word| it.text.eq_ignore_ascii_case(word)))
        };
        match place {
            Place::List => {
                self.unknown.list = true;
                // Behind a column without a comma it adds to it.
                let adds = before.is_some_and(|it| {
                    matches!(it.kind, Kind::Word | Kind::Hole) && !it.text.eq_ignore_ascii_case("select")
                        || it.text == "*"
                        || it.text == ")"
                });
                if adds || !(is(&["from", ","]) || next.is_none()) {
                    self.leave_out(piece);
                } else {
                    self.replace(piece, "id");
                }
                Place::List
            }
            Place::Module => {
                self.unknown.module = true;
                self.replace(piece, "HoleModule");
                Place::BehindModule
            }
            Place::Field => {
                let is_tested = next.is_some_and(|it| it.text.starts_with(['=', '<', '>', '!']));
                if is_tested || is(&["like", "in", "not", "is", "between"]) {
                    self.replace(piece, FIELD);
                    return Place::Operator;
                }
                self.unknown.condition = true;
                let ends = next.is_none() || is(&["and", "or", "order", "orderby", "limit", ";", ")"]);
                if ends || next.is_some_and(|it| it.kind == Kind::Hole) {
                    self.replace(piece, "id = {p}");
                    Place::BehindCondition
                } else {
                    self.leave_out(piece);
                    Place::Field
                }
            }
            Place::Operator => {
                let value_follows = next.is_some_and(|it| {
                    matches!(it.kind, Kind::Text | Kind::FilledText | Kind::Hole | Kind::Word)
                });
                if value_follows && !is(&["and", "or", "order", "limit"]) {
                    self.replace(piece, "=");
                    Place::Value
                } else {
                    self.replace(piece, "= {p}");
                    Place::BehindCondition
                }
            }
            Place::Value => {
                self.replace(piece, VALUE);
                Place::BehindCondition
            }
            Place::In => {
                // A list that is filled in, or one of its values.
                self.replace(piece, VALUE);
                let in_list = is(&[",", ")"]) || before.is_some_and(|it| it.text == "(" || it.text == ",");
                if in_list { Place::In } else { Place::BehindCondition }
            }
            Place::Order => {
                self.unknown.order = true;
                self.replace(piece, FIELD);
                Place::BehindOrder
            }
            Place::Limit => {
                self.replace(piece, VALUE);
                Place::BehindLimit
            }
            Place::BehindOrder => {
                self.unknown.order = true;
                self.unknown.tail = true;
                self.leave_out(piece);
                Place::BehindOrder
            }
            Place::Start | Place::BehindModule | Place::BehindCondition | Place::BehindLimit => {
                self.unknown.condition = true;
                self.unknown.order = true;
                self.unknown.tail = true;
                self.leave_out(piece);
                place
            }
        }
    }

    /// Takes off what an end is missing of: more is to come.
    fn cut_end(&mut self) {
        self.unknown.condition = true;
        self.unknown.order = true;
        self.unknown.tail = true;
        // An open literal is a value that goes on.
        let quotes = self.text.matches('\'').count();
        if quotes % 2 == 1
            && let Some(at) = self.text.rfind('\'')
        {
            self.text.truncate(at);
            self.text.push_str("'x'");
            self.spans.push(Span::new(at, self.text.len()));
            return;
        }
        loop {
            let end = self.text.trim_end().len();
            let text = &self.text[..end];
            let word =
                text.rsplit(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap_or_default();
            let cut = match word.to_ascii_lowercase().as_str() {
                "where" | "and" | "or" | "order" | "limit" | "by" => word.len(),
                "like" | "in" => {
                    let rest = text[..text.len() - word.len()].trim_end();
                    text.len() - rest.len() + last_name(rest)
                }
                "" if text.ends_with(['=', '<', '>', '!']) => {
                    let rest = text.trim_end_matches(['=', '<', '>', '!']).trim_end();
                    text.len() - rest.len() + last_name(rest)
                }
                "" if text.ends_with(',') => 1,
                _ => break,
            };
            self.text.truncate(text.len() - cut);
        }
        self.gaps.push(self.text.len());
    }
}

fn last_name(text: &str) -> usize {
    text.len() - text.trim_end_matches(|char: char| char.is_alphanumeric() || char == '_').len()
}

/// Where the text is behind a piece that is known.
#[expect(clippy::match_same_arms, reason = "a table reads better a case a line")]
fn after(piece: &Piece<'_>, place: Place) -> Place {
    let word = if piece.kind == Kind::Word { piece.text.to_ascii_lowercase() } else { String::new() };
    match (piece.kind, word.as_str(), place) {
        (Kind::Blank, ..) => place,
        (Kind::Word, "select", Place::Start) => Place::List,
        (Kind::Word, "from", Place::List) => Place::Module,
        (Kind::Word, _, Place::Module) => Place::BehindModule,
        (Kind::Word, "where", _) => Place::Field,
        (Kind::Word, "and" | "or", _) => Place::Field,
        (Kind::Word, "not", Place::Field | Place::Operator) => place,
        (Kind::Word, "order", _) => Place::BehindCondition,
        (Kind::Word, "by" | "orderby", _) => Place::Order,
        (Kind::Word, "limit", _) => Place::Limit,
        (Kind::Word, "in", Place::Operator) => Place::In,
        (Kind::Word, "like" | "is" | "between", Place::Operator) => Place::Value,
        (Kind::Word, _, Place::Field) => Place::Operator,
        (Kind::Word | Kind::Text, _, Place::Value) => Place::BehindCondition,
        (Kind::Word, _, Place::Order) => Place::BehindOrder,
        (Kind::Word, _, Place::Limit) => Place::BehindLimit,
        (Kind::Mark, ..) => match piece.text {
            ";" => Place::Start,
            "," if place == Place::BehindOrder => Place::Order,
            "," if place == Place::BehindLimit => Place::Limit,
            "=" | "<" | ">" | "!" if matches!(place, Place::Operator | Place::Value) => Place::Value,
            ")" if place == Place::In => Place::BehindCondition,
            _ => place,
        },
        _ => place,
    }
}

/// Words and holes without a blank between them are one hole: `12x{id}`, `{prefix}name`.
fn glued(pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    let mut joined: Vec<Piece<'_>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match joined.last_mut() {
            Some(last)
                if matches!((last.kind, piece.kind), (Kind::Hole, Kind::Hole | Kind::Word))
                    || (last.kind == Kind::Word && piece.kind == Kind::Hole && !is_keyword(last.text)) =>
            {
                last.kind = Kind::Hole;
                last.range.end = piece.range.end;
            }
            _ => joined.push(piece),
        }
    }
    joined
}

fn is_keyword(word: &str) -> bool {
    let keywords =
        ["select", "from", "where", "and", "or", "order", "by", "limit", "in", "like", "not", "asc", "desc"];
    keywords.iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

fn pieces(query: &Query) -> Vec<Piece<'_>> {
    let text = query.text();
    let mut holes = query.holes().iter().map(|hole| hole.range.clone()).peekable();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < text.len() {
        while holes.next_if(|hole| hole.start < at).is_some() {}
        let hole = holes.peek().filter(|hole| hole.start == at);
        let (length, kind) = match hole {
            Some(hole) => (hole.len(), Kind::Hole),
            None => known(query, at),
        };
        let range = at..(at + length.max(1)).min(text.len());
        pieces.push(Piece { text: text.get(range.clone()).unwrap_or_default(), range: range.clone(), kind });
        at = range.end;
    }
    pieces
}

/// The length and kind of the piece that begins at a place where no hole does.
fn known(query: &Query, at: usize) -> (usize, Kind) {
    let rest = &query.text()[at..];
    let next_hole = query.holes().iter().map(|hole| hole.range.start).find(|start| *start > at);
    // A word ends where a hole begins.
    let until_hole = |length: usize| next_hole.map_or(length, |hole| length.min(hole - at));
    let Some(char) = rest.chars().next() else { return (1, Kind::Blank) };
    let run = |is: fn(char) -> bool| rest.find(|char| !is(char)).unwrap_or(rest.len());
    match char {
        '\'' | '"' => {
            let end = end_of_literal(query, at, char);
            let filled = query.holes().iter().any(|hole| hole.range.start > at && hole.range.start < end);
            (end - at, if filled { Kind::FilledText } else { Kind::Text })
        }
        '-' if rest.starts_with("--") => (until_hole(rest.find('\n').unwrap_or(rest.len())), Kind::Blank),
        '/' if rest.starts_with("/*") => {
            (until_hole(rest.find("*/").map_or(rest.len(), |it| it + 2)), Kind::Blank)
        }
        char if char.is_whitespace() => (until_hole(run(char::is_whitespace)), Kind::Blank),
        char if char.is_alphanumeric() || char == '_' => {
            (until_hole(run(|char| char.is_alphanumeric() || char == '_' || char == '.')), Kind::Word)
        }
        char => (char.len_utf8(), Kind::Mark),
    }
}

/// One past the quote that ends a literal; what holes write there is not looked at.
fn end_of_literal(query: &Query, start: usize, quote: char) -> usize {
    let text = query.text();
    let mut at = start + 1;
    while let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if let Some(hole) = query.holes().iter().find(|hole| hole.range.start == at) {
            at = hole.range.end.max(at + 1);
            continue;
        }
        at += char.len_utf8();
        if char == quote {
            if text[at..].starts_with(quote) {
                at += quote.len_utf8();
            } else {
                return at;
            }
        }
    }
    text.len()
}
