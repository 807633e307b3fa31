//! The grammar for editors takes the texts that the grammar of the parser takes, and finds the same names and values
//! in them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tree_sitter::{Node, Parser, Query, QueryCursor, StreamingIterator, Tree};
use vtql_parser::internals::leaves;
use vtql_parser::{Dialect, codes, parse};

fn read(parser: &mut Parser, text: &str) -> Tree {
    parser.parse(text, None).expect("no limit of time is set")
}

fn parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_vtql::LANGUAGE.into()).unwrap();
    parser
}

/// Whether the grammar of the parser takes a text. That parentheses are balanced is left to what reads its leaves.
fn is_taken(text: &str) -> bool {
    let codes = [codes::UNBALANCED, codes::TOO_DEEP];
    let unbalanced =
        |text: &str| parse(text, Dialect::Surface).diagnostics.iter().any(|it| codes.contains(&it.code));
    leaves(text).is_some() && !unbalanced(text)
}

/// The kinds of leaves of both grammars that are the same things.
const SAME: &[(&str, &[&str])] = &[
    ("column", &["column"]),
    ("module", &["module"]),
    ("field", &["field"]),
    ("sort_field", &["sort_field"]),
    ("string", &["string", "doubled", "quoted"]),
    ("number", &["integer", "decimal"]),
    ("parameter", &["param"]),
    ("word", &["word", "bound_word"]),
    ("comment", &["comment"]),
    ("operator", &["operator"]),
];

type Found = BTreeSet<(&'static str, usize, usize)>;

/// What the grammar for editors finds.
fn nodes(tree: &Tree) -> Found {
    let mut found = Found::new();
    let mut todo = vec![tree.root_node()];
    while let Some(node) = todo.pop() {
        let known = SAME.iter().find(|(kind, _)| *kind == node.kind());
        // An operator for a number of a limit is one of the server's own words.
        let inner = |node: &Node<'_>| node.parent().is_some_and(|it| it.kind() == "word");
        if let Some((kind, _)) = known.filter(|_| !inner(&node)) {
            found.insert((kind, node.start_byte(), node.end_byte()));
        }
        todo.extend((0..node.child_count()).filter_map(|index| node.child(index)));
    }
    found
}

/// What the grammar of the parser finds.
fn of_parser(text: &str) -> Found {
    let known = leaves(text).unwrap().into_iter().filter_map(|(rule, start, end)| {
        let rule = rule.to_lowercase();
        let same = |name: &&str| name.replace('_', "") == rule.replace('_', "");
        let (kind, _) = SAME.iter().find(|(_, rules)| rules.iter().any(same))?;
        Some((*kind, start, end))
    });
    known.collect()
}

fn corpora() -> Vec<String> {
    let oracle = include_str!("../../../tests/corpus/oracle-dev.jsonl");
    let query = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["q"].as_str().unwrap().to_owned()
    };
    let mut texts: Vec<String> = oracle.lines().map(query).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = |folder: &str, end: &str| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(root.join(folder)).unwrap().map(|it| it.unwrap().path());
        entries.filter(|path| path.extension().is_some_and(|it| it == end)).collect()
    };
    // Queries of the rules' own pages and tests, of both dialects.
    for file in files("vtql-schema/src/rules", "fixture") {
        let text = std::fs::read_to_string(file).unwrap();
        let is_query = |line: &&str| line.to_ascii_lowercase().starts_with("select");
        texts.extend(text.lines().filter(is_query).map(str::to_owned));
    }
    for file in files("docs", "md") {
        let text = std::fs::read_to_string(file).unwrap();
        let fences = text.split("```").skip(1).step_by(2);
        texts.extend(fences.filter_map(|it| Some(it.strip_prefix("vtql\n")?.to_owned())));
    }
    texts
}

#[test]
fn both_grammars_take_the_same_texts_and_find_the_same_things_in_them() {
    let mut parser = parser();
    let (mut taken, mut refused, mut wrong) = (0, 0, Vec::new());
    // Tree-sitter takes NUL for the end of a text.
    let texts: Vec<String> = corpora().into_iter().filter(|text| !text.contains('\0')).collect();
    for text in &texts {
        let tree = read(&mut parser, text);
        let is_right = is_taken(text);
        if is_right == tree.root_node().has_error() {
            wrong.push(format!("{}: {text:?}", if is_right { "refuses" } else { "takes" }));
        } else if is_right {
            taken += 1;
            if nodes(&tree) != of_parser(text) {
                wrong.push(format!("reads otherwise: {text:?}\n{:?}\n{:?}", nodes(&tree), of_parser(text)));
            }
        } else {
            refused += 1;
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        texts.len(),
        wrong[..wrong.len().min(30)].join("\n")
    );
    assert!(taken > 3_000 && refused > 1_000, "{taken} taken, {refused} refused");
}

#[test]
fn the_queries_for_editors_fit_the_grammar() {
    let language = tree_sitter_vtql::LANGUAGE.into();
    let highlights = Query::new(&language, tree_sitter_vtql::HIGHLIGHTS_QUERY).unwrap();
    Query::new(&language, tree_sitter_vtql::INJECTIONS_QUERY).unwrap();
    let folds = include_str!("../queries/folds.scm");
    Query::new(&language, folds).unwrap();
    let text = "SELECT id from Contacts where city = 'Rome' order by x desc limit 5";
    let tree = read(&mut parser(), text);
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&highlights, tree.root_node(), text.as_bytes());
    let mut found = Vec::new();
    while let Some((found_here, index)) = captures.next() {
        let capture = found_here.captures()[*index];
        let name = highlights.capture_names()[capture.index as usize];
        found.push((name, &text[capture.node.byte_range()]));
    }
    for expected in [
        ("keyword", "SELECT"),
        ("type", "Contacts"),
        ("variable.member", "city"),
        ("string", "'Rome'"),
        ("keyword.modifier", "desc"),
        ("number", "5"),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
}
