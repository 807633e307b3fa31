//! Templates beside the texts that they are of: a hole in the place of a token adds no finding, and takes
//! only those that depend on it.

use super::{corpus, standard, text};
use std::collections::BTreeSet;
use vtql_parser::{Code, Diagnostic, Dialect, Group, Span, Token, TokenKind, parse};
use vtql_schema::rules::Unknown;
use vtql_schema::{Checker, Snapshot};

/// A text with a hole in the place of one of its tokens.
struct Holed {
    text: String,
    hole: Span,
    /// What stood there.
    token: Span,
}

const PLACEHOLDER: &str = "${part}";

impl Holed {
    fn new(text: &str, token: Span) -> Self {
        let mut holed = text.to_owned();
        holed.replace_range(token.range(), PLACEHOLDER);
        let start = token.start as usize;
        Holed { text: holed, hole: Span::new(start, start + PLACEHOLDER.len()), token }
    }

    fn check(&self, checker: &Checker<'_>) -> Vec<Diagnostic> {
        checker.template(&self.text, &[self.hole.range()], false).diagnostics
    }

    /// Where a place of the template stands in the text.
    fn in_text(&self, place: u32) -> u32 {
        if place <= self.hole.start {
            place
        } else if place >= self.hole.end {
            place - self.hole.end + self.token.end
        } else {
            self.token.start
        }
    }

    fn key(&self, finding: &Diagnostic) -> (Code, u32, u32) {
        (finding.code, self.in_text(finding.span.start), self.in_text(finding.span.end))
    }
}

/// The clause of a place: how many of the keywords that begin one stand before it, or at it.
fn clause(tokens: &[Token], source: &str, place: u32) -> usize {
    let begins = |token: &&Token| {
        token.kind == TokenKind::Keyword
            && ["select", "from", "where", "order", "orderby", "limit"]
                .iter()
                .any(|word| token.span.slice(source).eq_ignore_ascii_case(word))
    };
    tokens.iter().filter(begins).filter(|token| token.span.start <= place).count()
}

/// What a hole in the place of each token does wrong.
fn violations(source: &str, checker: &Checker<'_>) -> Vec<String> {
    let whole = checker.text(source).diagnostics;
    let parsed = parse(source, Dialect::Wire);
    let (tokens, is_right) = (parsed.tokens(source), parsed.is_ok());
    let mut wrong = Vec::new();
    for token in &tokens {
        if matches!(token.kind, TokenKind::Whitespace | TokenKind::Comment) {
            continue;
        }
        let holed = Holed::new(source, token.span);
        let found = holed.check(checker);
        let before: BTreeSet<_> = whole.iter().map(|it| (it.code, it.span.start, it.span.end)).collect();
        let after: BTreeSet<_> = found.iter().map(|it| holed.key(it)).collect();
        for finding in &found {
            let key = holed.key(finding);
            // A finding about a part that has the hole in it may end elsewhere.
            let same = |it: &Diagnostic| it.code == key.0 && it.span.start == key.1;
            // In a text that is wrong, an error of syntax may hide findings that a hole in its place reveals: such
            // texts are not held to it.
            if is_right && !before.contains(&key) && !whole.iter().any(same) {
                wrong.push(format!("adds {finding}\n  in {}\n  of {source}", holed.text));
            }
        }
        if !is_right {
            continue;
        }
        let template = vtql_parser::parse_template(&holed.text, Dialect::Wire, &[holed.hole.range()], false);
        let takes: BTreeSet<Code> =
            template.statements.iter().flat_map(Unknown::of).flat_map(|it| it.takes().to_vec()).collect();
        let here = clause(&tokens, source, token.span.start);
        for finding in &whole {
            let outside = clause(&tokens, source, finding.span.start) != here;
            // A part with the hole in it may end elsewhere.
            let same = |it: &(Code, u32, u32)| (it.0, it.1) == (finding.code, finding.span.start);
            if outside && !takes.contains(&finding.code) && !after.iter().any(same) {
                wrong.push(format!("takes {finding}\n  in {}\n  of {source}", holed.text));
            }
        }
    }
    wrong
}

fn instance() -> Snapshot {
    standard()
}

#[test]
fn a_hole_adds_no_finding_and_takes_only_those_that_depend_on_it() {
    let snapshot = instance();
    let checker = Checker::new(Dialect::Wire).snapshot(&snapshot);
    let every = std::env::var("VTQL_CASES").ok().and_then(|cases| cases.parse().ok());
    let step = every.map_or(40, |cases: usize| (200_000 / cases.max(1)).clamp(1, 400));
    let mut wrong = Vec::new();
    for line in corpus().iter().step_by(step) {
        let source = text(line, "q");
        if source.len() < 600 {
            wrong.extend(violations(source, &checker));
        }
    }
    assert!(wrong.is_empty(), "{} violations:\n{}", wrong.len(), wrong[..wrong.len().min(25)].join("\n"));
}

#[test]
fn a_misspelt_field_beside_a_hole_is_found() {
    let snapshot = instance();
    for dialect in [Dialect::Wire, Dialect::Surface] {
        let checker = Checker::new(dialect).snapshot(&snapshot);
        for text in [
            "select id, §, lastnme from Contacts;",
            "select id, lastnme § from Contacts;",
            "select id from Contacts where lastnme = § and firstname = 'x';",
            "select id from Contacts where lastnme = 'x' and §;",
            "select id from Contacts where § or lastnme = 'x';",
            "select id from Contacts where lastnme in (§);",
            "select id from Contacts where lastnme § 'x';",
            "select id from Contacts where lastnme like '%§%' order by §;",
            "select id from Contacts where firstname = 'x' order by lastnme §;",
            "select lastnme from Contacts § limit §;",
            "select lastnme from Contacts§",
        ] {
            let holes: Vec<_> = text.match_indices('§').map(|(at, it)| at..at + it.len()).collect();
            let found = checker.template(text, &holes, false).diagnostics;
            let errors: Vec<&Diagnostic> = found.iter().filter(|it| it.is_error()).collect();
            let [one] = errors[..] else { panic!("{text}: {found:?}") };
            assert_eq!((one.code.as_str(), one.span.slice(text)), ("V102", "lastnme"), "{text}");
            assert_eq!(one.code.group(), Group::Schema);
        }
    }
}

#[test]
fn what_could_be_read_of_a_wrong_text_is_checked() {
    let snapshot = instance();
    let checker = Checker::new(Dialect::Surface).snapshot(&snapshot);
    let text =
        "select id, lastnme, 'x' from Contacts where frstname == 'x' and emial = 1 order by citi limit";
    let found = checker.text(text).diagnostics;
    let names: Vec<&str> =
        found.iter().filter(|it| it.code.as_str() == "V102").map(|it| it.span.slice(text)).collect();
    assert_eq!(names, ["lastnme", "frstname", "emial", "citi"]);
    assert_eq!(found.iter().filter(|it| it.code.group() == Group::Syntax).count(), 3);
}
