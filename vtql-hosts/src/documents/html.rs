//! HTML, and pages that hold scripts as it does: Vue, Svelte.

use super::nested;
use crate::Language;
use crate::escapes::{Escapes, RAW};
use crate::output::{Context, NotRead, Output};
use crate::text::{Text, Unit};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::ops::Range;
use vtql_parser::Dialect;

const ATTRIBUTE: Escapes = Escapes { special: "\"'&<>`", ..RAW };
const SCRIPT: Escapes = Escapes { special: "", ..RAW };

/// The largest page that is read, in bytes.
const MAX_PAGE: usize = 5_000_000;

/// A part of a page.
enum Part {
    Script(Range<usize>, Language),
    Attribute(Range<usize>, String),
    Text(Range<usize>),
}

/// Adds what the scripts, the attributes and the code in a page may hold.
pub(crate) fn scan(source: &str, output: &mut Output) -> Result<(), NotRead> {
    if source.len() > MAX_PAGE {
        return Err(NotRead::TooLarge);
    }
    for part in parts(source) {
        match part {
            Part::Script(range, language) => {
                let literal = output.literal(&SCRIPT);
                let mut text = Text::default();
                text.push_verbatim(source.get(range.clone()).unwrap_or_default(), range.start, literal);
                output.nest(text, language, false);
            }
            Part::Attribute(range, name) => {
                let text = with_entities(source, range, output);
                let is_code =
                    name.starts_with("on") || name.starts_with([':', '@']) || name.starts_with("v-");
                if is_code {
                    output.nest(text, Language::JavaScript, false);
                } else {
                    nested::string(text, Context::named(&name), output);
                }
            }
            Part::Text(range) => {
                let text = with_entities(source, range, output);
                if crate::finding::address::locate(&text).is_some() {
                    output.finish(text, Context::default(), Dialect::Wire);
                } else {
                    expressions(&text).into_iter().for_each(|it| output.nest(it, Language::TypeScript, true));
                }
            }
        }
    }
    Ok(())
}

/// The code in the text of a template: `{#await query("…")}` of Svelte, `{{ query("…") }}` of Vue and Angular.
fn expressions(text: &Text) -> Vec<Text> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, unit) in text.units.iter().enumerate() {
        match unit.char {
            '{' => {
                start = if depth == 0 { at + 1 } else { start };
                depth += 1;
            }
            '}' if depth == 1 => {
                found.push(without_keyword(&text.units[start..at]));
                depth = 0;
            }
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

/// Code without the word that tells Svelte what to do with it: `#await`, `:else if`.
fn without_keyword(code: &[Unit]) -> Text {
    let has_keyword = code.first().is_some_and(|unit| matches!(unit.char, '#' | ':' | '@'));
    let end = code.iter().position(|unit| unit.char.is_whitespace()).filter(|_| has_keyword);
    Text { units: code[end.unwrap_or(0)..].to_vec(), ..Text::default() }
}

/// The parts of a page that mention `select`.
fn parts(source: &str) -> Vec<Part> {
    let mut tag = String::new();
    let mut attribute = String::new();
    let mut language = Language::JavaScript;
    let callback = move |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Part> {
        let lossy = |text: &[u8]| String::from_utf8_lossy(text).to_ascii_lowercase();
        let mentions = crate::mention::mentions_select;
        match event {
            CallbackEvent::OpenStartTag { name } => {
                tag = lossy(name);
                language = Language::JavaScript;
            }
            CallbackEvent::EndTag { .. } => tag.clear(),
            CallbackEvent::AttributeName { name } => attribute = lossy(name),
            CallbackEvent::AttributeValue { value } => {
                if tag == "script" && matches!(attribute.as_str(), "lang" | "type") {
                    let kind = lossy(value);
                    language = match kind.as_str() {
                        "ts" | "typescript" => Language::TypeScript,
                        "tsx" => Language::Tsx,
                        kind if kind.contains("json") => Language::Json,
                        _ => Language::JavaScript,
                    };
                }
                return mentions(value).then(|| Part::Attribute(span.start..span.end, attribute.clone()));
            }
            CallbackEvent::String { value } if mentions(value) => {
                let range = span.start..span.end;
                return Some(match tag.as_str() {
                    "script" => Part::Script(range, language),
                    _ => Part::Text(range),
                });
            }
            _ => {}
        }
        None
    };
    let mut emitter = CallbackEmitter::new(callback);
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(source, emitter).flatten().collect()
}

/// A text in which `&quot;` and the like stand for characters.
fn with_entities(source: &str, range: Range<usize>, output: &mut Output) -> Text {
    let literal = output.literal(&ATTRIBUTE);
    let mut text = Text::default();
    let mut at = range.start;
    while let Some(char) = source.get(at..range.end).and_then(|rest| rest.chars().next()) {
        let (char, length) = match entity(&source[at..range.end]) {
            Some(found) if char == '&' => found,
            _ => (char, char.len_utf8()),
        };
        text.push(char, at..at + length, literal);
        at += length;
    }
    text
}

/// The character that a reference stands for, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.char_indices().take(12).find(|(_, char)| *char == ';')?.0;
    let name = &rest[..end];
    let char = match name {
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let value = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(value)?
        }
    };
    Some((char, end + 2))
}
