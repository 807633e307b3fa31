//! Calls that put something in the place of a part of a text: `text.replace("{name}", value)`.

use super::value::{Item, Value};
use super::walk::Walk;
use crate::output::Context;
use crate::text::Text;

/// No call replaces more parts than this.
const MAX_MARKS: usize = 40;

impl Walk<'_> {
    /// The text that such a call makes. Its own is the one that the call belongs to (`text.replace(mark, value)`), or
    /// one that it is given (`str_replace(mark, value, text)`).
    pub(super) fn replace(&mut self, receiver: Option<Item>, mut arguments: Vec<Item>) -> Value {
        let Some(own) = self.own_text(receiver, &mut arguments) else {
            self.finish(Value::List(arguments), &Context::default());
            return Value::Other;
        };
        let mut text = self.piece(own);
        text.is_format = true;
        let mut arguments = arguments.into_iter();
        let replaced = pairs(arguments.next(), arguments.next());
        arguments.for_each(|item| self.finish(item.value, &Context::default()));
        for (mark, value) in replaced.into_iter().take(MAX_MARKS) {
            // `query.replace(/;\s*$/, "")`
            if is_end(self.slice(mark.range.clone())) {
                text.without_end();
            }
            let value = self.value_of(value);
            if let Some(mark) = self.mark_of(mark) {
                text.substitute(&mark, &value);
            }
        }
        Value::Text(text)
    }

    /// The text in which something is replaced: taken out of the arguments unless the call belongs to it.
    fn own_text(&mut self, receiver: Option<Item>, arguments: &mut Vec<Item>) -> Option<Item> {
        let is_function = receiver.is_none();
        match receiver {
            Some(item) if self.is_text(&item) => return Some(item),
            Some(item) => self.finish(item.value, &Context::default()),
            None => {}
        }
        let is_query = |item: &Item| match &item.value {
            Value::Text(text) => text.mentions_select(),
            Value::Name(name) => self.scopes.value(name).is_some_and(|text| text.mentions_select()),
            _ => false,
        };
        let at = arguments.iter().position(is_query);
        // A method of something else is told what to put in: `strings.ReplaceAll(name, "'", "''")`.
        let third = || (2..arguments.len()).find(|at| is_function && self.is_text(&arguments[*at]));
        let at = at.or_else(third)?;
        Some(arguments.remove(at))
    }

    /// What is put in. A query is one of its own; of several texts, which one is not known.
    fn value_of(&mut self, item: Option<Item>) -> Text {
        let item = item.unwrap_or_default();
        let range = item.range.clone();
        let is_query = match &item.value {
            Value::Text(text) => text.begins_as_query(),
            Value::Name(name) => self.scopes.value(name).is_some_and(|text| text.begins_as_query()),
            _ => false,
        };
        if is_query {
            self.finish(item.value, &Context::default());
            return self.hole(range);
        }
        let text = self.piece(item);
        if text.optional.is_empty() && !text.open_end { text } else { self.hole(range) }
    }

    /// The part that is replaced, if it is one that people write to be replaced: no quote, no blank.
    fn mark_of(&self, item: Item) -> Option<String> {
        let written = match &item.value {
            Value::Text(_) => item.word()?,
            // A regular expression.
            Value::Other if item.range.len() <= 40 => self.slice(item.range).to_owned(),
            _ => return None,
        };
        let pattern = written.strip_prefix('/').and_then(|it| it.rsplit_once('/')).map(|(it, _)| it);
        let mark = unescaped(pattern.unwrap_or(&written))?;
        let is_mark = |char: char| char.is_alphanumeric() || "?#@$%_{}[]<>:*~^".contains(char);
        (mark.chars().any(|char| char.is_alphanumeric() || "?#@$".contains(char))
            && mark.chars().all(is_mark))
        .then_some(mark)
    }
}

/// Whether a pattern stands for a semicolon at the end of a text.
fn is_end(pattern: &str) -> bool {
    pattern.len() <= 40 && pattern.contains(';') && pattern.contains('$')
}

/// A regular expression as the text that it stands for; `None` where it stands for others: `\d`.
fn unescaped(pattern: &str) -> Option<String> {
    let mut text = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        text.push(match char {
            '\\' => chars.next().filter(|char| !char.is_alphanumeric())?,
            char => char,
        });
    }
    Some(text)
}

/// Each part that is replaced, and what by. A list of parts has a list of values, or one value for all; a list with
/// keys has both.
fn pairs(marks: Option<Item>, values: Option<Item>) -> Vec<(Item, Option<Item>)> {
    let Some(marks) = marks else { return Vec::new() };
    match (marks.value, values) {
        (Value::List(marks), Some(Item { value: Value::List(values), .. })) => {
            let values = values.into_iter().map(Some).chain(std::iter::repeat(None));
            marks.into_iter().zip(values).collect()
        }
        (Value::List(items), None) => items.into_iter().filter_map(keyed).collect(),
        (Value::List(marks), value) => marks.into_iter().map(|mark| (mark, value.clone())).collect(),
        (value, values) => vec![(Item { value, ..marks }, values)],
    }
}

/// The key of an item as what is replaced.
fn keyed(mut item: Item) -> Option<(Item, Option<Item>)> {
    let mut mark = Text::default();
    mark.push_verbatim(&item.key.take()?, item.range.start, 0);
    Some((Item::new(Value::Text(mark), item.range.clone()), Some(item)))
}
