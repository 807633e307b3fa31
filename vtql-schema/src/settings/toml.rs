//! The values of a TOML document with the keys that lead to them. The syntax is read by `toml_parser`, which
//! reports events; a library that builds a tree of them would be a fifth of all crates that a user of the macros
//! compiles.

use super::SettingsError;
use super::paths::Paths;
use std::borrow::Cow;
use toml_parser::decoder::ScalarKind;
use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};
use toml_parser::{Expected, ParseError, Source};

/// How deep lists and inline tables may be nested. Settings need one level.
const MAX_DEPTH: u32 = 64;

/// A value and the keys that lead to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) path: Vec<String>,
    pub(super) value: Value,
    /// Counted from 1.
    pub(super) line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Boolean(bool),
    /// A list, a date, a number with a fraction.
    Other,
}

/// The values of a document in order. Those in lists are left out.
pub(super) fn read(document: &str) -> Result<Vec<Entry>, SettingsError> {
    let document = document.strip_prefix('\u{feff}').unwrap_or(document);
    let source = Source::new(document);
    let (mut events, mut error) = (Vec::new(), None);
    let mut guard = RecursionGuard::new(&mut events, MAX_DEPTH);
    parse_document(&source.lex().into_vec(), &mut guard, &mut error);
    if let Some(error) = error {
        return Err(syntax(document, &error));
    }
    let mut reader = Reader::new(source);
    for event in &events {
        reader.event(event, &mut error);
        if let Some(error) = &error {
            return Err(syntax(document, error));
        }
        if let Some(twice) = reader.twice {
            return Err(SettingsError {
                line: reader.line.number,
                message: format!("`{twice}` is set twice"),
            });
        }
    }
    Ok(reader.entries)
}

/// What the parser says, without what it says it of: that may be a secret.
fn syntax(document: &str, error: &ParseError) -> SettingsError {
    let at = error.unexpected().or(error.context()).map_or(0, |span| span.start());
    let mut message = error.description().to_owned();
    let expected: Vec<String> = error
        .expected()
        .unwrap_or_default()
        .iter()
        .filter_map(|it| match it {
            Expected::Literal("\n") => Some("a line break".to_owned()),
            Expected::Literal(mark) => Some(format!("`{mark}`")),
            Expected::Description(what) => Some((*what).to_owned()),
            _ => None,
        })
        .collect();
    if !expected.is_empty() {
        message = format!("{message}, expected {}", expected.join(", "));
    }
    let mut line = Line { document, offset: 0, number: 1 };
    line.move_to(at);
    SettingsError { line: line.number, message }
}

/// A place that moves through a document.
struct Line<'a> {
    document: &'a str,
    offset: usize,
    /// Counted from 1.
    number: usize,
}

impl Line<'_> {
    fn move_to(&mut self, offset: usize) {
        let passed = self.document.get(self.offset..offset).unwrap_or_default();
        self.number += passed.matches('\n').count();
        self.offset = self.offset.max(offset);
    }
}

struct Reader<'a> {
    source: Source<'a>,
    line: Line<'a>,
    entries: Vec<Entry>,
    /// The paths that have a value.
    taken: Paths<()>,
    twice: Option<String>,
    /// The lists of tables (`[[bin]]`), and what their last elements are called here: `bin[0]`, a name that no
    /// setting has.
    lists: Paths<(usize, Vec<String>)>,
    /// The table that is open, and the inline tables in it.
    tables: Vec<Vec<String>>,
    key: Vec<String>,
    /// The path of the value that follows.
    path: Vec<String>,
    /// How many lists, and tables inside of them, are open.
    inside_lists: usize,
}

impl<'a> Reader<'a> {
    fn new(source: Source<'a>) -> Self {
        Reader {
            source,
            line: Line { document: source.input(), offset: 0, number: 1 },
            entries: Vec::new(),
            taken: Paths::new(),
            twice: None,
            lists: Paths::new(),
            tables: Vec::new(),
            key: Vec::new(),
            path: Vec::new(),
            inside_lists: 0,
        }
    }

    fn event(&mut self, event: &Event, error: &mut Option<ParseError>) {
        match event.kind() {
            EventKind::SimpleKey => {
                let mut key = Cow::Borrowed("");
                if let Some(raw) = self.source.get(event) {
                    raw.decode_key(&mut key, error);
                }
                self.key.push(key.into_owned());
            }
            EventKind::StdTableClose => {
                let key = std::mem::take(&mut self.key);
                self.tables = vec![self.in_last_element(&key)];
            }
            EventKind::ArrayTableClose => {
                let key = std::mem::take(&mut self.key);
                self.tables = vec![self.next_element(&key)];
            }
            EventKind::KeyValSep if self.inside_lists > 0 => self.key.clear(),
            EventKind::KeyValSep => {
                let key = std::mem::take(&mut self.key);
                self.path = [self.tables.last().map_or(&[][..], Vec::as_slice), &key].concat();
                self.line.move_to(event.span().start());
            }
            EventKind::ArrayOpen => self.inside_lists += 1,
            EventKind::InlineTableOpen if self.inside_lists > 0 => self.inside_lists += 1,
            EventKind::InlineTableOpen => self.tables.push(self.path.clone()),
            EventKind::InlineTableClose if self.inside_lists == 0 => {
                self.tables.pop();
            }
            EventKind::ArrayClose | EventKind::InlineTableClose => {
                self.inside_lists = self.inside_lists.saturating_sub(1);
                if self.inside_lists == 0 {
                    self.value(Value::Other);
                }
            }
            EventKind::Scalar => {
                let value = self.scalar(event, error);
                if self.inside_lists == 0 {
                    self.value(value);
                }
            }
            _ => {}
        }
    }

    fn scalar(&self, event: &Event, error: &mut Option<ParseError>) -> Value {
        let mut text = Cow::Borrowed("");
        let Some(raw) = self.source.get(event) else { return Value::Other };
        match raw.decode_scalar(&mut text, error) {
            ScalarKind::String => Value::Text(text.into_owned()),
            ScalarKind::Boolean(value) => Value::Boolean(value),
            ScalarKind::Integer(radix) => {
                i64::from_str_radix(&text, radix.value()).map_or(Value::Other, Value::Number)
            }
            ScalarKind::DateTime | ScalarKind::Float => Value::Other,
        }
    }

    fn value(&mut self, value: Value) {
        let path = self.path.clone();
        if self.taken.longest(&path).is_some() || self.taken.is_known(&path) {
            self.twice.get_or_insert(path.join("."));
            return;
        }
        *self.taken.at(&path) = Some(());
        self.entries.push(Entry { path, value, line: self.line.number });
    }

    /// The path of the next element of a list.
    fn next_element(&mut self, list: &[String]) -> Vec<String> {
        let (last, before) =
            list.split_last().map_or(("", &[][..]), |(last, before)| (last.as_str(), before));
        let before = self.in_last_element(before);
        let known = self.lists.at(list);
        let number = known.as_ref().map_or(0, |(count, _)| *count);
        let element = [before, vec![format!("{last}[{number}]")]].concat();
        *known = Some((number + 1, element.clone()));
        element
    }

    /// Where a path leads that may go through lists.
    fn in_last_element(&self, path: &[String]) -> Vec<String> {
        match self.lists.longest(path) {
            Some((length, (_, element))) => [element, &path[length..]].concat(),
            None => path.to_vec(),
        }
    }
}
