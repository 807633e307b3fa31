use crate::item::Item;
use crate::known::Asked;
use crate::offer::{self, Around};
use crate::place::Walk;
use crate::prefix::Prefix;
use std::ops::Range;
use vtql_parser::{Dialect, Span, TokenKind, parse_template};
use vtql_schema::Snapshot;

/// Says what can be written next in texts of a dialect, for an instance.
///
/// Without a snapshot it knows the words of the language alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Completer<'s> {
    dialect: Dialect,
    snapshot: Option<&'s Snapshot>,
    today: Option<&'s str>,
}

/// What can be written at a position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Completion {
    /// The bytes of the text that an item takes the place of: what was begun of it, and the rest of a word that
    /// the position is in. It is empty where nothing was begun.
    pub span: Span,
    /// The items that go on as was begun, the most likely first; when there are none, those that hold what was
    /// begun somewhere in their label or detail.
    pub items: Vec<Item>,
}

impl<'s> Completer<'s> {
    /// Completion of texts in this dialect, without a snapshot.
    pub fn new(dialect: Dialect) -> Self {
        Completer { dialect, snapshot: None, today: None }
    }

    /// Names and values are those of this instance; `None` takes it away.
    pub fn snapshot(mut self, snapshot: impl Into<Option<&'s Snapshot>>) -> Self {
        self.snapshot = snapshot.into();
        self
    }

    /// The day that it is, as `2026-11-30`: dates are offered by it. Without it, none are.
    ///
    /// ```
    /// use vtql_complete::Completer;
    /// use vtql_parser::Dialect;
    /// use vtql_schema::{Field, Module, Snapshot, types::FieldType};
    ///
    /// let module = Module::new("Potentials", [Field::new("closingdate", FieldType::Date)]);
    /// let snapshot = Snapshot::from_modules([module]);
    /// let completer = Completer::new(Dialect::Surface).snapshot(&snapshot).today("2026-11-30");
    /// let text = "select id from Potentials where closingdate > ";
    /// let items = completer.at(text, text.len()).items;
    /// assert_eq!((items[1].insert.as_str(), items[1].detail.as_str()), ("'2026-11-01'", "start of the month"));
    /// ```
    pub fn today(mut self, day: impl Into<Option<&'s str>>) -> Self {
        self.today = day.into();
        self
    }

    /// What can be written at a position of a text, in bytes. A position inside of a character counts as the
    /// one before it, and one behind the text as its end.
    ///
    /// ```
    /// use vtql_complete::Completer;
    /// use vtql_parser::Dialect;
    ///
    /// let text = "SELECT id FROM Leads WHERE city i";
    /// let completion = Completer::new(Dialect::Surface).at(text, text.len());
    /// let labels: Vec<&str> = completion.items.iter().map(|item| item.label.as_str()).collect();
    /// assert_eq!(labels, ["IN", "IS", "INCLUDES"]);
    /// ```
    pub fn at(&self, text: &str, position: usize) -> Completion {
        self.at_template(text, &[], position)
    }

    /// The same for a text of which some parts are filled in when a program runs: `holes` are byte ranges, and
    /// what stands in them is not looked at.
    ///
    /// ```
    /// use vtql_complete::Completer;
    /// use vtql_parser::Dialect;
    ///
    /// let text = "select id from ? ";
    /// let completion = Completer::new(Dialect::Surface).at_template(text, &[15..16], 17);
    /// assert_eq!(completion.items[0].label, "where");
    /// ```
    pub fn at_template(&self, text: &str, holes: &[Range<usize>], position: usize) -> Completion {
        let position = text.floor_char_boundary(position);
        let span = Span::new(position, position);
        if holes.iter().any(|hole| hole.start < position && position < hole.end) {
            return Completion { span, items: Vec::new() };
        }
        let written = &text[..position];
        let before: Vec<Range<usize>> = holes.iter().filter(|hole| hole.end <= position).cloned().collect();
        let mut tokens = parse_template(written, self.dialect, &before, true).tokens(written);
        let Some(prefix) = Prefix::take(text, position, &mut tokens) else {
            return Completion { span, items: Vec::new() };
        };
        let walk = Walk::over(text, &tokens, self.dialect);
        let nothing = Snapshot::default();
        let snapshot = self.snapshot.unwrap_or(&nothing);
        let last_end = tokens.iter().rev().find(|token| token.kind == TokenKind::Semicolon);
        let start = last_end.map_or(0, |token| token.span.end as usize);
        let whole = parse_template(text, self.dialect, holes, true);
        let asked = Asked::of(snapshot, walk.module, &whole.statements, start, position);
        let around = Around { snapshot, asked, today: self.today };
        let items = offer::items(&walk, &prefix, self.dialect, around);
        let mut items = offer::matching(items, &prefix.unquoted());
        items.extend(offer::behind_field(&walk, &prefix, self.dialect, asked));
        Completion { span: prefix.span, items }
    }
}
