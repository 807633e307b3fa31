//! Markdown: queries and code in fences.

use crate::finding::address;
use crate::map::Map;
use crate::mark::Mark;
use crate::output::{Context, NotRead, Output};
use crate::text::Text;
use crate::{Language, escapes};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use vtql_parser::Dialect;

/// What stands in a fence is written as it is.
const FENCE: escapes::Escapes = escapes::Escapes { special: "", ..escapes::RAW };

/// The largest page that is read, in bytes.
const MAX_PAGE: usize = 5_000_000;

/// Adds the queries in the fences of a page, and those in code of other languages. A fence ` ```vtql ` is a
/// query, ` ```sql ` may be one.
pub(crate) fn scan(source: &str, output: &mut Output) -> Result<(), NotRead> {
    if source.len() > MAX_PAGE {
        return Err(NotRead::TooLarge);
    }
    for fence in fences(source, output) {
        let name = fence.language();
        let may_be_query =
            matches!(name.as_str(), "sql" | "" | "text" | "txt" | "http" | "plain" | "plaintext");
        match Language::named(&name) {
            _ if name == "vtql" => add_settled(fence.text, output),
            Some(Language::Markdown) => {}
            Some(language) => output.nest(fence.text, language, false),
            None if may_be_query && address::locate(&fence.text).is_some() => {
                let dialect = if name == "http" { Dialect::Wire } else { Dialect::Surface };
                output.finish(fence.text, Context::default(), dialect);
            }
            None => {}
        }
    }
    Ok(())
}

/// Adds the queries in the fences ` ```vtql ` of the documentation in a source of Rust, and the strings of its
/// examples. Those with macros of ours are compiled, and so are checked.
pub(crate) fn scan_docs(source: &str, output: &mut Output) {
    for (text, map) in docs(source) {
        let place = output.place();
        for fence in fences(&text, output) {
            match fence.info.split(',').next().unwrap_or_default().trim() {
                "vtql" => add_settled(fence.text, output),
                "" | "rust" | "no_run" | "ignore" | "should_panic"
                    if !fence.text.plain().contains("vtql") =>
                {
                    output.nest(fence.text, Language::Rust, true);
                }
                _ => {}
            }
        }
        output.lift(place, &map);
    }
}

fn add_settled(text: Text, output: &mut Output) {
    let context = Context { mark: Some(Mark::Settled(Dialect::Surface)), ..Context::default() };
    output.finish(text, context, Dialect::Surface);
}

struct Fence {
    info: String,
    text: Text,
}

impl Fence {
    /// The first word of what stands behind its mark.
    fn language(&self) -> String {
        let is_part = |char: char| char.is_alphanumeric() || "#+-".contains(char);
        let info = self.info.trim_start_matches(['{', '.', ' ']);
        info.split(|char| !is_part(char)).next().unwrap_or_default().to_ascii_lowercase()
    }
}

/// The fences of a page that mention `select`.
fn fences(source: &str, output: &mut Output) -> Vec<Fence> {
    let mut found = Vec::new();
    let mut open: Option<Fence> = None;
    let mut literal = 0;
    for (event, range) in Parser::new_ext(source, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                literal = output.literal(&FENCE);
                open = Some(Fence { info: info.to_string(), text: Text::default() });
            }
            Event::Text(_) => {
                if let Some(fence) = &mut open {
                    fence.text.push_verbatim(
                        source.get(range.clone()).unwrap_or_default(),
                        range.start,
                        literal,
                    );
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take().filter(|it| it.text.mentions_select())),
            _ => {}
        }
    }
    found
}

/// The documentation of a source of Rust: lines that begin with `///` or `//!`, one after another.
fn docs(source: &str) -> Vec<(String, Map)> {
    let mut found: Vec<(String, Map)> = Vec::new();
    let mut goes_on = false;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_start();
        let Some(behind) = text.strip_prefix("///").or_else(|| text.strip_prefix("//!")) else {
            goes_on = false;
            continue;
        };
        if !goes_on {
            found.push((String::new(), Map::default()));
            goes_on = true;
        }
        if let Some((page, map)) = found.last_mut() {
            page.push_str(behind);
            map.push(behind.len(), start + line.len() - behind.len()..at, true, 0);
        }
    }
    found.retain(|(page, _)| page.contains("```"));
    found
}
