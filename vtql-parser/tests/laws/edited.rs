//! What is read of wrong texts and of templates, and what is said about them, word for word and place by place.
//!
//! `edited.txt` holds texts of the corpus with an edit each, and what the parser makes of them. Run the tests
//! once with `VTQL_BLESS=1` to write it anew, and read the difference before you keep it.

use super::corpus::texts;
use super::random::Random;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::ops::{ControlFlow, Range};
use std::path::Path;
use vtql_parser::ast::{
    Condition, Gap, Limit, Literal, Name, OrderBy, Param, Predicate, Query, Spanned, Value,
};
use vtql_parser::visit::{self, Visit};
use vtql_parser::{Diagnostic, Dialect, Span, TokenKind, parse_template, tokens};

/// What a text gets in the place of a token, or beside it. `§` is a hole.
const PIECES: [&str; 44] = [
    "from", "where", "and", "or", "not", "in", "like", "order", "by", "limit", "select", "between", "is",
    "null", "empty", "desc", "asc", "union", "join", "group", "(", ")", ",", ";", "=", "==", "<>", "!", "%",
    "-", "*", "'x'", "\"x\"", "'", "5", "1.5", "12x3", "{a}", "{", "§", "'§'", "a§", "count(", "/*",
];

/// The places of a tree, from the top down.
#[derive(Default)]
struct Places(Vec<Span>);

macro_rules! places {
    ($($visit:ident($node:ident: $type:ty) at $span:expr, $walk:expr;)+) => {
        impl<'a> Visit<'a> for Places {
            type Break = Infallible;
            $(fn $visit(&mut self, $node: &'a $type) -> ControlFlow<Infallible> {
                self.0.push($span);
                $walk(self, $node)
            })+
        }
    };
}

places! {
    visit_query(it: Query) at it.span, visit::walk_query;
    visit_module(it: Name) at it.span(), leaf;
    visit_field(it: Name) at it.span(), leaf;
    visit_condition(it: Condition) at it.span(), visit::walk_condition;
    visit_predicate(it: Predicate) at it.span(), visit::walk_predicate;
    visit_value(it: Value) at it.span(), visit::walk_value;
    visit_literal(it: Literal) at it.span(), leaf;
    visit_param(it: Param) at it.span, leaf;
    visit_order_by(it: OrderBy) at it.span, visit::walk_order_by;
    visit_limit(it: Limit) at it.span, visit::walk_limit;
    visit_gap(it: Gap) at it.span(), leaf;
}

fn leaf<T>(_: &mut Places, _: &T) -> ControlFlow<Infallible> {
    ControlFlow::Continue(())
}

#[test]
fn wrong_texts_are_read_and_explained_as_they_were() {
    let mut random = Random(0x00ED_17ED);
    let mut found = String::new();
    for dialect in [Dialect::Surface, Dialect::Wire] {
        for text in texts().iter().filter(|text| text.len() <= 130).step_by(19) {
            let text = edited(text, &mut random);
            let holes: Vec<_> = text.match_indices('§').map(|(at, it)| at..at + it.len()).collect();
            told(&mut found, &text, dialect, &holes, random.below(8) == 0);
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/laws/edited.txt");
    if std::env::var_os("VTQL_BLESS").is_some() {
        std::fs::write(&path, &found).expect("the file can be written");
    }
    let kept = std::fs::read_to_string(&path).expect("the file can be read");
    for (found, kept) in found.split("\n\n").zip(kept.split("\n\n")) {
        assert_eq!(found, kept, "run the tests once with VTQL_BLESS=1, and read the difference");
    }
    assert_eq!(found.len(), kept.len());
}

/// The text with one or two edits.
fn edited(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(2) {
        let tokens: Vec<_> =
            tokens(&text).iter().filter(|it| it.kind != TokenKind::Whitespace).map(|it| it.span).collect();
        if tokens.is_empty() {
            return text;
        }
        let at = random.below(tokens.len());
        let token = tokens[at];
        let piece = random.pick(&PIECES);
        match random.below(6) {
            0 => text.replace_range(token.range(), ""),
            1 => text.insert_str(token.end as usize, &format!(" {}", token.slice(&text.clone()))),
            2 => text.replace_range(token.range(), piece),
            3 => text.insert_str(token.start as usize, &format!("{piece} ")),
            4 => text.truncate(token.end as usize),
            _ => {
                let other = tokens[random.below(tokens.len())];
                let other = other.slice(&text).to_owned();
                text.replace_range(token.range(), &other);
            }
        }
    }
    text
}

/// Adds a text, what is read of it, and what is said about it.
fn told(found: &mut String, text: &str, dialect: Dialect, holes: &[Range<usize>], open: bool) {
    let parsed = parse_template(text, dialect, holes, open);
    let end = if open { " …" } else { "" };
    let _ = writeln!(found, "{dialect:?}: {}{end}", text.escape_debug());
    for statement in &parsed.statements {
        let mut places = Places::default();
        let _ = places.visit_query(statement);
        let places: Vec<String> = places.0.iter().copied().map(place).collect();
        let _ = writeln!(found, "  = {}\n    {}", statement.to_string().escape_debug(), places.join(" "));
    }
    for finding in &parsed.diagnostics {
        let _ = writeln!(found, "  {}", described(finding, text));
    }
    found.push('\n');
}

fn described(finding: &Diagnostic, text: &str) -> String {
    let mut said = format!("{} `{}` {finding}", place(finding.span), finding.span.slice(text).escape_debug());
    if let Some(label) = &finding.label {
        let _ = write!(said, " | label: {label}");
    }
    for related in &finding.related {
        let _ = write!(said, " | {}: {}", place(related.span), related.text);
    }
    for fix in &finding.fixes {
        let _ = write!(said, " | {:?}: {}", fix.safety, fix.title);
        for edit in &fix.edits {
            let _ = write!(said, " {}→{:?}", place(edit.span), edit.text);
        }
    }
    said
}

fn place(span: Span) -> String {
    format!("{}-{}", span.start, span.end)
}
