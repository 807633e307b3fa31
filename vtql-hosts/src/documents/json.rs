//! JSON: the strings in it, in the order of its tokens. Nothing is nested here, so nothing can be too deep.

use super::nested;
use crate::escapes::{C, Escapes, LineEnd, Numbers};
use crate::mention::mentions_select;
use crate::output::{Context, NotRead, Output, Place};
use crate::text::Text;
use jsonc_parser::Scanner;
use jsonc_parser::tokens::Token;

const STRING: Escapes = Escapes {
    letters: &[('n', '\n'), ('t', '\t'), ('r', '\r'), ('b', '\u{8}'), ('f', '\u{c}')],
    numbers: Numbers { x: true, u: true, long_u: false, braces: false, octal: false },
    line: LineEnd::Join,
    ..C
};

/// An object or an array that is open.
#[derive(Default)]
struct Open {
    key: Option<String>,
    /// How much was found before it.
    first: Place,
    is_operation: bool,
    /// What does its work, as a node of n8n says it: `"type": "n8n-nodes-base.postgres"`.
    node_type: Option<String>,
}

/// The parts of a file of which something is noted. Each is noted once, however many objects lie around it.
#[derive(Default)]
struct Noted(Vec<(Place, Place)>);

impl Noted {
    /// The parts between two places that were not noted, and are from now on. What was noted before `to` begins
    /// behind `from` or ends before it.
    fn add(&mut self, from: Place, to: Place) -> Vec<(Place, Place)> {
        let (mut gaps, mut end) = (Vec::new(), to);
        while let Some((known_from, known_to)) = self.0.pop_if(|(known_from, _)| *known_from >= from) {
            gaps.push((known_to, end));
            end = known_from;
        }
        gaps.push((from, end));
        self.0.push((from, to));
        gaps
    }
}

/// Adds the strings of a text in JSON.
pub(crate) fn scan(source: &str, output: &mut Output) -> Result<(), NotRead> {
    let mut scanner = Scanner::new(source, &jsonc_parser::ScannerOptions::default());
    let mut open: Vec<Open> = vec![Open::default()];
    let (mut operations, mut nodes) = (Noted::default(), Noted::default());
    let mut last: Option<String> = None;
    loop {
        let token = match scanner.scan() {
            Ok(Some(token)) => token,
            Err(_) if mentions_select(&source.as_bytes()[scanner.token_start()..]) => {
                return Err(NotRead::Syntax);
            }
            Ok(None) | Err(_) => break,
        };
        let (start, end) = (scanner.token_start(), scanner.token_end());
        match token {
            Token::OpenBrace | Token::OpenBracket => {
                let key = open.last_mut().and_then(|it| it.key.take());
                let key = key.or_else(|| open.last().and_then(|it| it.key.clone()));
                open.push(Open { key: None, first: output.place(), ..Open::default() });
                last = key;
            }
            Token::CloseBrace | Token::CloseBracket => {
                let closed = if open.len() > 1 { open.pop() } else { None };
                if let Some(closed) = closed {
                    let here = output.place();
                    if closed.is_operation {
                        for (from, to) in operations.add(closed.first, here) {
                            output.mark_operation(from, to);
                        }
                    }
                    if let Some(node_type) = &closed.node_type {
                        for (from, to) in nodes.add(closed.first, here) {
                            output.add_name(from, to, node_type);
                        }
                    }
                }
            }
            Token::Colon => {
                if let Some(open) = open.last_mut() {
                    open.key = last.take();
                }
            }
            Token::Comma => {
                if let Some(open) = open.last_mut() {
                    open.key = None;
                }
            }
            Token::String(value) => {
                let here = open.last_mut();
                let key = here.as_ref().and_then(|it| it.key.clone());
                if let Some(here) = here {
                    here.is_operation |= value == "query"
                        && key.as_deref().is_some_and(|key| key.eq_ignore_ascii_case("operation"));
                }
                if key.as_deref() == Some("type")
                    && value.starts_with("n8n-nodes")
                    && let Some(here) = open.last_mut()
                {
                    here.node_type = Some(value.to_string());
                }
                let names = [key, last.clone()];
                last = (value.len() < 60).then(|| value.to_string());
                add(source, start..end, &names, output);
            }
            Token::Word(word) => last = Some(word.to_owned()),
            _ => {}
        }
    }
    Ok(())
}

fn add(source: &str, range: std::ops::Range<usize>, names: &[Option<String>], output: &mut Output) {
    let literal = output.literal(&STRING);
    if range.len() < 8 {
        return;
    }
    let mut text = Text::default();
    STRING.decode(source, range.start + 1..range.end - 1, literal, &mut text);
    let mut context = Context::default();
    names.iter().flatten().for_each(|name| context.add_name(name));
    nested::string(text, context, output);
}

/// Whether it can be read to its end: the number of places where it cannot.
pub(crate) fn errors(source: &str) -> Option<usize> {
    let mut scanner = Scanner::new(source, &jsonc_parser::ScannerOptions::default());
    loop {
        match scanner.scan() {
            Ok(Some(_)) => {}
            Ok(None) => return Some(0),
            Err(_) => return Some(1),
        }
    }
}
