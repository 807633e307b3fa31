//! A text inside of a file that is in a language of its own.

use crate::Language;
use crate::finding::address;
use crate::output::{Context, Output};
use crate::text::Text;
use vtql_parser::Dialect;

/// Adds a string of a data format: a query, or code that may hold some.
pub(crate) fn string(text: Text, context: Context, output: &mut Output) {
    if !text.mentions_select() {
        return;
    }
    let first = text.units.iter().position(|unit| !unit.char.is_whitespace());
    let starts = |wanted: &str| {
        let units = &text.units[first.unwrap_or(0)..];
        units.len() >= wanted.len() && units.iter().zip(wanted.chars()).all(|(unit, char)| unit.char == char)
    };
    let language = match context.names.first().map(|name| name.to_ascii_lowercase()) {
        _ if starts("{") && !starts("{{") || starts("[") => Language::Json,
        _ if starts("#!/usr/bin/env python") => Language::Python,
        Some(key) if key.contains("python") => Language::Python,
        Some(key) if matches!(key.as_str(), "jscode" | "functioncode" | "exec" | "javascript" | "js") => {
            Language::JavaScript
        }
        Some(key) if key.contains("php") => Language::Php,
        Some(key) if matches!(key.as_str(), "run" | "script" | "command" | "cmd" | "entrypoint" | "bash") => {
            Language::Bash
        }
        _ if address::locate(&text).is_some() => {
            output.finish(text, context, Dialect::Wire);
            return;
        }
        _ => Language::JavaScript,
    };
    for part in expressions(&text) {
        output.nest(part, language, false);
    }
}

/// The code in a text: what stands between `{{` and `}}`, or all of it.
fn expressions(text: &Text) -> Vec<Text> {
    let chars: Vec<char> = text.units.iter().map(|unit| unit.char).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = find(&chars, at, '{') {
        let close = find(&chars, open + 2, '}').unwrap_or(chars.len());
        found.push(Text { units: text.units[open + 2..close].to_vec(), ..Text::default() });
        at = (close + 2).min(chars.len());
    }
    if found.is_empty() {
        found.push(text.clone());
    }
    found
}

/// Where two of these follow each other.
fn find(chars: &[char], from: usize, wanted: char) -> Option<usize> {
    let rest = chars.get(from..)?;
    rest.windows(2).position(|pair| pair == [wanted, wanted]).map(|at| from + at)
}
