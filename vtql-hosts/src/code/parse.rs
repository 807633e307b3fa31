//! From a source file to the tree of its grammar, in bounded time and memory.

use super::guard;
use crate::output::NotRead;
use crate::syntax::{Guard, Syntax};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use tree_sitter::{InputEdit, ParseOptions, Parser, Point, Tree};

/// The largest source file that is read, in bytes. Trees take up to 200 bytes for each of these.
pub(crate) const MAX_SOURCE: usize = 1_000_000;

/// How long the grammar may take for one file.
const DEADLINE: Duration = Duration::from_secs(1);

/// The tree of a file. Where a tree is known that was edited to fit, what did not change is taken from it.
pub(crate) fn parse(source: &str, syntax: &Syntax, known: Option<&Tree>) -> Result<Tree, NotRead> {
    if source.len() > MAX_SOURCE {
        return Err(NotRead::TooLarge);
    }
    if syntax.guards.iter().any(|guard| guard::is_in(*guard, source)) {
        return Err(NotRead::Shape);
    }
    let mut parser = Parser::new();
    // Grammars are linked into the program, in the version that the engine accepts: a test loads each.
    parser.set_language(&syntax.grammar().language).map_err(|_| NotRead::Syntax)?;
    let end = Instant::now() + DEADLINE;
    let needs_letters = syntax.guards.contains(&Guard::BeyondAscii) && !source.bytes().all(is_plain);
    let letters = needs_letters.then(|| letters(source));
    let bytes = letters.as_deref().unwrap_or(source.as_bytes());
    let mut late = |_: &tree_sitter::ParseState| {
        if Instant::now() > end { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut late);
    let prefix = syntax.prefix.as_bytes();
    let mut read = |at: usize, _| match prefix.get(at..) {
        Some(rest) if !rest.is_empty() => rest,
        _ => bytes.get(at - prefix.len()..).unwrap_or_default(),
    };
    // A tree that has lost its prefix is not one of what is read now.
    let known = known.filter(|_| prefix.is_empty());
    let mut tree = parser.parse_with_options(&mut read, known, Some(options)).ok_or(NotRead::TooSlow)?;
    if !prefix.is_empty() {
        tree.edit(&without(prefix.len()));
    }
    Ok(tree)
}

/// The edit that takes the first bytes of a line out of a file: all nodes move to where they stand without these.
fn without(length: usize) -> InputEdit {
    let start = Point::new(0, 0);
    InputEdit {
        start_byte: 0,
        old_end_byte: length,
        new_end_byte: 0,
        start_position: start,
        old_end_position: Point::new(0, length),
        new_end_position: start,
    }
}

/// A text in which each byte of a character that is not plain is a letter: all that stands behind stays where it is.
fn letters(source: &str) -> Vec<u8> {
    source.bytes().map(|byte| if is_plain(byte) { byte } else { b'x' }).collect()
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii() && byte != 0
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::Language;

    #[test]
    fn every_grammar_can_be_loaded() {
        for language in Language::all() {
            if let Some(syntax) = language.syntax() {
                assert!(parse("x", syntax, None).is_ok(), "{}", language.name());
            }
        }
    }

    /// A kind that is misspelt here would silently mean nothing.
    #[test]
    fn every_kind_of_node_is_one_of_its_grammar() {
        let mut unknown: Vec<(&str, Vec<&str>)> = Vec::new();
        for syntax in Language::all().filter_map(Language::syntax) {
            let grammar = &syntax.grammar().language;
            let kinds = syntax.roles.iter().flat_map(|(_, kinds)| kinds.iter()).chain(syntax.bodies);
            let missing = kinds.copied().filter(|kind| grammar.id_for_node_kind(kind, true) == 0);
            unknown.push((syntax.roles[0].1[0], missing.collect()));
        }
        // The grammars of TypeScript with and without JSX share their kinds: one of them has each.
        let is_shared = |kind: &str| {
            let script = [Language::JavaScript, Language::TypeScript].map(Language::syntax);
            script.into_iter().flatten().any(|it| it.grammar().language.id_for_node_kind(kind, true) != 0)
        };
        for (language, kinds) in unknown {
            let kinds: Vec<&str> = kinds.into_iter().filter(|kind| !is_shared(kind)).collect();
            assert_eq!(kinds, Vec::<&str>::new(), "{language}");
        }
    }
}
