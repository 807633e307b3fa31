//! YAML: the scalars in it, decoded from the file's own bytes.

use super::nested;
use crate::escapes::{C, C_LETTERS, Escapes, LineEnd, Numbers, RAW};
use crate::mention::mentions_select;
use crate::output::{Context, NotRead, Output, Place};
use crate::text::Text;
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::ops::Range;

const DOUBLE: Escapes = Escapes {
    letters: C_LETTERS,
    numbers: Numbers { x: true, u: true, long_u: true, braces: false, octal: false },
    line: LineEnd::JoinTrimmed,
    ..C
};
const SINGLE: Escapes = Escapes { doubled: "'", special: "'", ..RAW };
const PLAIN: Escapes = Escapes { special: "#:{}[],&*!|>'\"%@`", ..RAW };
const BLOCK: Escapes = Escapes { special: "", ..RAW };

/// Deeper nested pages are not read.
const MAX_DEPTH: usize = 200;

/// A mapping or a sequence that is open.
#[derive(Default)]
struct Open {
    is_mapping: bool,
    key: Option<String>,
    expects_value: bool,
    /// How much was found before it.
    first: Place,
    is_operation: bool,
}

/// Adds the scalars of a text in YAML.
pub(crate) fn scan(source: &str, output: &mut Output) -> Result<(), NotRead> {
    let offsets = Offsets::of(source);
    let mut open: Vec<Open> = Vec::new();
    let mut read_to = 0;
    for event in Parser::new_from_str(source) {
        let Ok((event, span)) = event else {
            let rest = source.as_bytes().get(read_to..).unwrap_or_default();
            return if mentions_select(rest) { Err(NotRead::Syntax) } else { Ok(()) };
        };
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if open.len() >= MAX_DEPTH {
                    return Err(NotRead::Shape);
                }
                let is_mapping = matches!(event, Event::MappingStart(..));
                let key = if is_mapping { None } else { open.last().and_then(|it| it.key.clone()) };
                let first = output.place();
                open.push(Open { is_mapping, key, first, ..Open::default() });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some(closed) = open.pop().filter(|closed| closed.is_operation) {
                    output.mark_operation(closed.first, output.place());
                }
                value_is_over(&mut open);
            }
            Event::Alias(_) => value_is_over(&mut open),
            Event::Scalar(value, style, ..) => {
                let range = offsets.byte(span.start.index())..offsets.byte(span.end.index());
                read_to = range.end;
                if let Some(here) = open.last_mut().filter(|it| it.is_mapping && !it.expects_value) {
                    here.key = Some(value.chars().take(60).collect());
                    here.expects_value = true;
                    continue;
                }
                let key = open.last().and_then(|it| it.key.clone());
                if let Some(here) = open.last_mut() {
                    here.is_operation |= value == "query"
                        && key.as_deref().is_some_and(|it| it.eq_ignore_ascii_case("operation"));
                }
                let text = scalar(source, range, style, output);
                let mut context = Context::default();
                key.iter().for_each(|key| context.add_name(key));
                nested::string(text, context, output);
                value_is_over(&mut open);
            }
            _ => {}
        }
    }
    Ok(())
}

fn value_is_over(open: &mut [Open]) {
    if let Some(here) = open.last_mut().filter(|it| it.is_mapping) {
        here.expects_value = false;
    }
}

fn scalar(source: &str, range: Range<usize>, style: ScalarStyle, output: &mut Output) -> Text {
    let mut text = Text::default();
    let raw = source.get(range.clone()).unwrap_or_default();
    // In a flow collection the parser counts the blanks before its bracket or comma as well.
    let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
    let raw = if is_block { raw } else { raw.trim_end() };
    let range = range.start..range.start + raw.len();
    let inside = |open: usize| {
        let end = if raw.len() >= 2 * open { range.end - open } else { range.end };
        range.start + open.min(raw.len())..end
    };
    match style {
        ScalarStyle::DoubleQuoted => {
            let literal = output.literal(&DOUBLE);
            DOUBLE.decode(source, inside(1), literal, &mut text);
        }
        ScalarStyle::SingleQuoted => {
            let literal = output.literal(&SINGLE);
            SINGLE.decode(source, inside(1), literal, &mut text);
        }
        ScalarStyle::Literal | ScalarStyle::Folded => block(source, range, output, &mut text),
        ScalarStyle::Plain => {
            let literal = output.literal(&PLAIN);
            PLAIN.decode(source, range, literal, &mut text);
        }
    }
    text
}

/// A block: its lines without the margin.
fn block(source: &str, range: Range<usize>, output: &mut Output, text: &mut Text) {
    let literal = output.literal(&BLOCK);
    // The header is part of it or not, by where its parser begins to count.
    let raw = source.get(range.clone()).unwrap_or_default();
    let start = if raw.starts_with(['|', '>']) {
        range.start + raw.find('\n').map_or(raw.len(), |end| end + 1)
    } else {
        source[..range.start].rfind('\n').map_or(0, |end| end + 1)
    };
    let body = source.get(start..range.end).unwrap_or_default();
    let margin = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let least = body.lines().find(|line| !line.trim().is_empty()).map_or(0, margin);
    let mut at = start;
    for line in body.split_inclusive('\n') {
        let skipped = margin(line).min(least);
        text.push_verbatim(&line[skipped..], at + skipped, literal);
        at += line.len();
    }
}

/// Whether it can be read to its end: the number of places where it cannot.
pub(crate) fn errors(source: &str) -> usize {
    usize::from(Parser::new_from_str(source).any(|event| event.is_err()))
}

/// From characters, which the parser counts, to bytes.
struct Offsets {
    /// The byte of each character; empty where both are the same.
    bytes: Vec<u32>,
    length: usize,
}

impl Offsets {
    fn of(source: &str) -> Self {
        let length = source.len();
        if source.is_ascii() {
            return Offsets { bytes: Vec::new(), length };
        }
        Offsets { bytes: source.char_indices().map(|(at, _)| crate::output::number(at)).collect(), length }
    }

    fn byte(&self, char: usize) -> usize {
        if self.bytes.is_empty() {
            return char.min(self.length);
        }
        self.bytes.get(char).map_or(self.length, |byte| *byte as usize)
    }
}
