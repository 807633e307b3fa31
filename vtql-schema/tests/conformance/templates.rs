//! Templates beside the texts that they are of: a hole in the place of a token adds no finding, and takes
//! only those that depend on it.

use super::{corpus, standard, text};
use std::collections::BTreeSet;
use vtql_parser::ast::Query;
use vtql_parser::{Code, Diagnostic, Dialect, Group, Span, Token, TokenKind, parse};
use vtql_schema::Checker;
use vtql_schema::rules::Unknown;

/// A text with a hole in the place of a token or a clause.
struct Holed {
    text: String,
    hole: Span,
    /// What stood there.
    replaced: Span,
}

const PLACEHOLDER: &str = "${part}";

impl Holed {
    fn new(text: &str, replaced: Span) -> Self {
        let mut holed = text.to_owned();
        holed.replace_range(replaced.range(), PLACEHOLDER);
        let start = replaced.start as usize;
        Holed { text: holed, hole: Span::new(start, start + PLACEHOLDER.len()), replaced }
    }

    fn check(&self, checker: &Checker<'_>) -> Vec<Diagnostic> {
        checker.template(&self.text, &[self.hole.range()], false).diagnostics
    }

    /// Where a place of the template stands in the text.
    fn in_text(&self, place: u32) -> u32 {
        if place <= self.hole.start {
            place
        } else if place >= self.hole.end {
            place - self.hole.end + self.replaced.end
        } else {
            self.replaced.start
        }
    }

    /// The code of a finding, and where it begins: a part with the hole in it may end elsewhere.
    fn key(&self, finding: &Diagnostic) -> (Code, u32) {
        (finding.code, self.in_text(finding.span.start))
    }
}

/// Where the order begins that a place is in: the nearest before it.
fn order_of(statements: &[Query], place: u32) -> Option<u32> {
    let orders = statements.iter().filter_map(|it| it.order_by.as_ref());
    orders.map(|it| it.span.start).filter(|start| *start <= place).max()
}

fn key(finding: &Diagnostic) -> (Code, u32) {
    (finding.code, finding.span.start)
}

/// Where the clauses of a text begin. What a semicolon ends goes up to the next `select`.
struct Clauses(Vec<u32>);

impl Clauses {
    fn of(tokens: &[Token], source: &str) -> Self {
        let mut starts = Vec::new();
        let (mut has_select, mut has_from) = (false, false);
        for (at, token) in tokens.iter().enumerate() {
            let by = || {
                let blank = |it: &&Token| matches!(it.kind, TokenKind::Whitespace | TokenKind::Comment);
                let next = tokens[at + 1..].iter().find(|it| !blank(it));
                next.is_some_and(|next| next.span.slice(source).eq_ignore_ascii_case("by"))
            };
            let in_list = || {
                let before = tokens[..at].iter().rfind(|it| it.kind != TokenKind::Whitespace);
                before.is_some_and(|it| {
                    matches!(it.kind, TokenKind::Comma | TokenKind::Open)
                        || ["by", "orderby"]
                            .iter()
                            .any(|word| it.span.slice(source).eq_ignore_ascii_case(word))
                })
            };
            let is = |word: &str| {
                token.kind == TokenKind::Keyword && token.span.slice(source).eq_ignore_ascii_case(word)
            };
            let begins = match () {
                () if token.kind == TokenKind::Semicolon && has_from => {
                    (has_select, has_from) = (false, false);
                    false
                }
                () if is("select") => !has_from && !std::mem::replace(&mut has_select, true),
                () if is("from") => !std::mem::replace(&mut has_from, true),
                () if is("order") => has_from && by(),
                () if is("orderby") => has_from && !in_list(),
                () => has_from && ["where", "limit"].iter().any(|word| is(word)),
            };
            starts.extend(begins.then_some(token.span.start));
        }
        Clauses(starts)
    }

    /// The clause of a place: how many begin before it, or at it.
    fn at(&self, place: u32) -> usize {
        self.0.partition_point(|start| *start <= place)
    }

    /// Each clause with its keyword, without the white space and the comments behind it.
    fn spans(&self, tokens: &[Token], source: &str) -> Vec<Span> {
        let ends = self.0.iter().skip(1).copied().chain([Span::new(0, source.len()).end]);
        let counts = |token: &&Token| {
            !matches!(token.kind, TokenKind::Whitespace | TokenKind::Comment | TokenKind::Semicolon)
        };
        self.0
            .iter()
            .zip(ends)
            .filter_map(|(start, end)| {
                let mut inside = tokens.iter().filter(|it| it.span.start >= *start && it.span.end <= end);
                let last = inside.rfind(counts)?;
                Some(Span { start: *start, end: last.span.end })
            })
            .collect()
    }
}

/// What a hole in the place of each token and each clause does wrong.
fn violations(source: &str, dialect: Dialect, checker: &Checker<'_>) -> Vec<String> {
    let whole = checker.text(source).diagnostics;
    let before: BTreeSet<_> = whole.iter().map(key).collect();
    let parsed = parse(source, dialect);
    let tokens = parsed.tokens(source);
    let clauses = Clauses::of(&tokens, source);
    // An error of syntax may hide what else is wrong with its clause.
    let errors = whole.iter().filter(|it| it.code.group() == Group::Syntax);
    let unread: BTreeSet<usize> =
        errors.flat_map(|it| [clauses.at(it.span.start), clauses.at(it.span.end)]).collect();
    // So it may hide what is selected, how the query ends, and in its clause the module.
    let mut hidden: BTreeSet<Code> = BTreeSet::new();
    if !unread.is_empty() {
        hidden.extend(Unknown::Select.takes().iter().chain(Unknown::End.takes()));
        let is_module = |start: &u32| source[*start as usize..].to_ascii_lowercase().starts_with("from");
        if unread.iter().filter_map(|clause| clauses.0.get(clause.checked_sub(1)?)).any(is_module) {
            hidden.extend(Unknown::Module.takes());
        }
    }
    let counts = |token: &&Token| !matches!(token.kind, TokenKind::Whitespace | TokenKind::Comment);
    let mut replaced: Vec<Span> = tokens.iter().filter(counts).map(|token| token.span).collect();
    replaced.extend(clauses.spans(&tokens, source));
    let mut wrong = Vec::new();
    for replaced in replaced {
        let holed = Holed::new(source, replaced);
        let found = holed.check(checker);
        for finding in &found {
            let key = holed.key(finding);
            let is_hidden = unread.contains(&clauses.at(key.1)) || hidden.contains(&key.0);
            if !before.contains(&key) && !is_hidden {
                wrong.push(format!("adds {finding}\n  in {}\n  of {source}", holed.text));
            }
        }
        let after: BTreeSet<_> = found.iter().map(|it| holed.key(it)).collect();
        let template = vtql_parser::parse_template(&holed.text, dialect, &[holed.hole.range()], false);
        let mut takes: BTreeSet<Code> =
            template.statements.iter().flat_map(Unknown::of).flat_map(|it| it.takes().to_vec()).collect();
        // Two statements may be one without what ended the first.
        let next =
            source[replaced.end as usize..].trim_start_matches(|it: char| it.is_whitespace() || it == '(');
        let next = next.to_ascii_lowercase();
        let divides = replaced.slice(source) == ";" || next.starts_with("select");
        takes.extend(hidden.iter().filter(|code| Unknown::Select.takes().contains(code)));
        let other = Unknown::End.takes().iter().chain(Unknown::Module.takes());
        takes.extend(other.filter(|_| divides));
        // In a wrong text a hole that may be a keyword, or the second half of one, can begin another clause than the
        // word that did: that word is a name then, and nothing is said of it as a keyword.
        let before_hole = source[..replaced.start as usize].trim_end().to_ascii_lowercase();
        let is_keyword = clauses.0.binary_search(&replaced.start).is_ok() || before_hole.ends_with("order");
        let is_name_now = |finding: &Diagnostic| {
            let order = order_of(&parsed.statements, finding.span.start);
            let orders = template.statements.iter().filter_map(|it| it.order_by.as_ref());
            !unread.is_empty()
                && is_keyword
                && order == Some(finding.span.start)
                && !orders.into_iter().any(|it| Some(holed.in_text(it.span.start)) == order)
        };
        let here = clauses.at(replaced.start);
        for finding in &whole {
            let outside = clauses.at(finding.span.start) != here;
            // What is missing beside a hole may be in it, and where a clause begins that lost its keyword is not known.
            let beside = |from: u32, to: u32| {
                source
                    .get(from as usize..to as usize)
                    .is_some_and(|between| between.trim_matches([' ', '\n', '\t', '\r', ';']).is_empty())
            };
            let is_syntax = finding.code.group() == Group::Syntax;
            if is_syntax
                && (divides
                    || clauses.0.binary_search(&replaced.start).is_ok()
                    || Unknown::Module.takes().iter().all(|code| takes.contains(code))
                    || beside(finding.span.end, replaced.start)
                    || beside(replaced.end, finding.span.start))
            {
                continue;
            }
            if is_name_now(finding) {
                continue;
            }
            if outside && !takes.contains(&finding.code) && !after.contains(&key(finding)) {
                wrong.push(format!("takes {finding}\n  in {}\n  of {source}", holed.text));
            }
        }
    }
    wrong
}

#[test]
fn a_hole_adds_no_finding_and_takes_only_those_that_depend_on_it() {
    let snapshot = standard();
    let every = std::env::var("VTQL_CASES").ok().and_then(|cases| cases.parse().ok());
    let step = every.map_or(40, |cases: usize| (200_000 / cases.max(1)).clamp(1, 400));
    let mut wrong = Vec::new();
    for dialect in [Dialect::Wire, Dialect::Surface] {
        let checker = Checker::new(dialect).snapshot(&snapshot);
        for line in corpus().iter().step_by(step) {
            let source = text(line, "q");
            if source.len() < 600 {
                wrong.extend(violations(source, dialect, &checker));
            }
        }
    }
    assert!(wrong.is_empty(), "{} violations:\n{}", wrong.len(), wrong[..wrong.len().min(25)].join("\n"));
}

/// Wrong texts in which a hole beside a keyword makes another word begin the clause.
#[test]
fn a_hole_that_may_be_a_keyword_takes_what_was_said_of_the_word_in_its_place() {
    let snapshot = standard();
    for source in [
        "select * from Contacts phone salutationtype orderby birthday = 0 id mailingcity from > ;",
        "select * from Accounts where order accountn9me like '_Initech Olsen' limit orderby;",
        ") count(select from Users where id in ('19x37816');",
    ] {
        for dialect in [Dialect::Wire, Dialect::Surface] {
            let wrong = violations(source, dialect, &Checker::new(dialect).snapshot(&snapshot));
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }
    // A hole that is none is no excuse.
    let checker = Checker::new(Dialect::Wire).snapshot(&snapshot);
    let text = "select id from Contacts where § orderby lastnme limit 5;";
    let at = text.find('§').unwrap();
    let hole = at..at + '§'.len_utf8();
    let found = checker.template(text, std::slice::from_ref(&hole), false).diagnostics;
    let codes: Vec<&str> = found.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["V313", "V102"], "{found:?}");
}

#[test]
fn a_misspelt_field_beside_a_hole_is_found() {
    let snapshot = standard();
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
    let snapshot = standard();
    let checker = Checker::new(Dialect::Surface).snapshot(&snapshot);
    let text =
        "select id, lastnme, 'x' from Contacts where frstname == 'x' and emial = 1 order by citi limit";
    let found = checker.text(text).diagnostics;
    let names: Vec<&str> =
        found.iter().filter(|it| it.code.as_str() == "V102").map(|it| it.span.slice(text)).collect();
    assert_eq!(names, ["lastnme", "frstname", "emial", "citi"]);
    assert_eq!(found.iter().filter(|it| it.code.group() == Group::Syntax).count(), 3);
}
