//! What is known of the values that a format fills in: `sprintf("select %s from %s", fields, module)`.

use super::scope::Held;
use super::value::{Item, Value};
use super::walk::Walk;
use crate::output::Context;
use crate::text::{Text, Unit};

/// What a placeholder stands for.
#[derive(Debug)]
enum Which {
    /// The next value.
    Next,
    /// The value at this place.
    At(usize),
    /// The value with this key.
    Key(String),
}

impl Walk<'_> {
    /// Fills in the values that are known. A placeholder of another stays.
    pub(super) fn fill(&mut self, text: &mut Text, values: Vec<Item>) {
        let begins = text.units.first().is_some_and(|unit| matches!(unit.char, '%' | '{'));
        let mut known: Vec<(Option<String>, Option<Text>)> = Vec::new();
        for (at, item) in values.into_iter().enumerate() {
            let key = item.key.clone();
            known.push((key, self.value_to_fill(item, begins && at == 0)));
        }
        if known.iter().any(|(_, value)| value.is_some()) {
            fill(text, &known);
        }
    }

    /// The text of a value. A query is a part of another only where that begins with it.
    fn value_to_fill(&mut self, item: Item, is_first: bool) -> Option<Text> {
        let text = match &item.value {
            Value::Text(text) => Some(text.clone()),
            Value::Name(name) => self.scopes.value(name),
            _ => self.constant(&item.range),
        };
        let is_plain = |text: &Text| {
            let is_query = text.mentions_select() && !(is_first && text.begins_as_query());
            // What another format leaves to be filled in is left so by this one.
            !is_query
                && text.optional.is_empty()
                && (text.is_format || !text.units.iter().any(|unit| unit.char == '%'))
                && !text.units.iter().any(|unit| matches!(unit.char, '{' | '}'))
                && are_told(&text.units)
        };
        let text = text.filter(is_plain);
        match (item.value, &text) {
            (Value::Name(name), Some(_)) => self.splice(&name),
            // The beginning of a longer text.
            (Value::Name(name), None) if is_first => self.go_on(&name),
            (_, Some(_)) => {}
            (value, None) => self.finish(value, &Context::default()),
        }
        text
    }

    /// The text of a variable goes on: `sprintf('%s limit %d;', $query, $count)`.
    fn go_on(&mut self, name: &str) {
        if let Some(binding) = self.scopes.find(name)
            && let Held::Text(text) = &mut binding.held
        {
            text.open_end = true;
        }
    }
}

/// Whether each `%` is told from other text wherever it stands: that of `%sx%s` is not.
fn are_told(units: &[Unit]) -> bool {
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        let is_doubled = units.get(at + 1).is_some_and(|next| next.char == '%');
        at += match placeholder(units, at) {
            _ if unit.char != '%' => 1,
            _ if is_doubled => 2,
            Some((length, _)) => length,
            None => return false,
        };
    }
    true
}

fn fill(text: &mut Text, values: &[(Option<String>, Option<Text>)]) {
    let mut filled = Text { units: Vec::new(), optional: Vec::new(), ..text.clone() };
    let (mut at, mut next) = (0, 0);
    // Parts that are there in some runs only move: such a text is left as it is.
    if !text.optional.is_empty() {
        return;
    }
    while let Some(unit) = text.units.get(at) {
        let doubled = matches!(unit.char, '%' | '{' | '}')
            && text.units.get(at + 1).is_some_and(|next| next.char == unit.char);
        let (length, value) = match placeholder(&text.units, at) {
            _ if doubled => (2, None),
            Some((length, which)) => {
                let value = match which {
                    Which::Next => {
                        next += 1;
                        values.get(next - 1)
                    }
                    Which::At(place) => values.get(place),
                    Which::Key(name) => values.iter().find(|(key, _)| key.as_ref() == Some(&name)),
                };
                (length, value.and_then(|(_, text)| text.as_ref()))
            }
            None => (1, None),
        };
        match value {
            Some(value) => filled.append(value),
            None => filled.units.extend_from_slice(&text.units[at..at + length]),
        }
        at += length;
    }
    *text = filled;
}

/// The placeholder that begins here: its length, and what it stands for.
fn placeholder(units: &[Unit], at: usize) -> Option<(usize, Which)> {
    if !matches!(units[at].char, '{' | '%') {
        return None;
    }
    let word: String = units[at..].iter().take(40).map(|unit| unit.char).collect();
    match units[at].char {
        '{' => {
            let inside = word.strip_prefix('{')?.split_once('}')?.0;
            let name = inside.split([':', '!', ',']).next().unwrap_or_default();
            let which = match name.parse() {
                Ok(place) => Which::At(place),
                Err(_) if name.is_empty() => Which::Next,
                Err(_) if name.chars().all(|char| char.is_alphanumeric() || char == '_') => {
                    Which::Key(name.to_owned())
                }
                Err(_) => return None,
            };
            Some((inside.chars().count() + 2, which))
        }
        '%' => {
            let rest = word.strip_prefix('%')?;
            if let Some((name, rest)) =
                rest.strip_prefix(['(', '<', '{']).and_then(|it| it.split_once([')', '>', '}']))
            {
                let kind = usize::from(rest.starts_with(char::is_alphabetic));
                return Some((name.chars().count() + 3 + kind, Which::Key(name.to_owned())));
            }
            let (which, rest) = match rest
                .split_once('$')
                .and_then(|(place, rest)| Some((place.parse::<usize>().ok()?, rest)))
            {
                Some((place, rest)) => (Which::At(place.checked_sub(1)?), rest),
                None => (Which::Next, rest),
            };
            let kind = rest.trim_start_matches(|char: char| char.is_ascii_digit() || "-+.#l".contains(char));
            let mut chars = kind.chars();
            let is_kind = chars.next().is_some_and(|char| "sdivqfux@".contains(char));
            let goes_on = chars.next().is_some_and(char::is_alphanumeric) && !kind.starts_with('@');
            (is_kind && !goes_on).then_some(())?;
            Some((word.chars().count() - kind.chars().count() + 1, which))
        }
        _ => None,
    }
}
