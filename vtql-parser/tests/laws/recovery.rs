//! The reader of wrong texts and of templates.

use super::corpus::texts;
use super::random::Random;
use vtql_parser::internals::recovered;
use vtql_parser::{Dialect, TokenKind, parse, parse_template, tokens};

const DIALECTS: [Dialect; 2] = [Dialect::Wire, Dialect::Surface];

/// The tokens are the text, and every place of the tree is inside it.
fn check(text: &str) {
    for dialect in DIALECTS {
        let parsed = parse(text, dialect);
        let mut end = 0;
        for token in parsed.tokens(text) {
            assert_eq!(token.span.start, end, "{text:?}");
            assert!(!token.span.slice(text).is_empty(), "{token:?} in {text:?}");
            end = token.span.end;
        }
        assert_eq!(end as usize, text.len(), "{text:?}");
        let has_words = tokens(text).iter().any(|token| {
            !matches!(token.kind, TokenKind::Whitespace | TokenKind::Comment | TokenKind::Semicolon)
                && token.kind != TokenKind::ByteOrderMark
        });
        let strays = parsed.diagnostics.iter().any(|it| it.code.as_str() == "V011");
        assert!(strays || parsed.statements.is_empty() != has_words, "no tree of {text:?}");
        for statement in &parsed.statements {
            assert!(text.get(statement.span.range()).is_some(), "{text:?}");
            for gap in statement.gaps() {
                assert!(text.get(gap.span().range()).is_some(), "{gap:?} in {text:?}");
            }
            let _ = statement.to_string();
        }
        if parsed.is_ok() {
            assert!(parsed.statements.iter().all(|it| it.gaps().is_empty()), "a gap in {text:?}");
        }
    }
}

#[test]
fn every_prefix_of_every_text_has_a_tree_and_all_its_tokens() {
    for text in texts().iter().step_by(super::every(40)) {
        for (at, _) in text.char_indices() {
            check(&text[..at]);
        }
        check(text);
    }
}

#[test]
fn every_text_without_a_token_has_a_tree_and_all_its_tokens() {
    for text in texts().iter().step_by(super::every(20)) {
        let tokens = tokens(text);
        // A few texts are lists of thousands of values.
        for token in tokens.iter().step_by(tokens.len() / 60 + 1) {
            let mut without = text.clone();
            without.replace_range(token.span.range(), "");
            check(&without);
        }
    }
}

#[test]
fn what_is_right_is_read_to_the_same_tree_with_the_same_findings() {
    let mut compared = 0;
    for text in texts() {
        for dialect in DIALECTS {
            let parsed = parse(&text, dialect);
            if vtql_parser::internals::leaves(&text).is_none() {
                continue;
            }
            let (recovered, _) = recovered(&text, dialect);
            // Behind the last semicolon a stray word is but a warning on the wire.
            if parsed.diagnostics.is_empty() {
                assert_eq!(recovered.statements, parsed.statements, "{text:?}");
                assert_eq!(
                    format!("{:?}", recovered.statements),
                    format!("{:?}", parsed.statements),
                    "{text:?}"
                );
                assert_eq!(recovered.diagnostics, parsed.diagnostics, "{text:?}");
                compared += 1;
            }
        }
    }
    assert!(compared > 5_000, "{compared}");
}

#[test]
fn the_steps_grow_with_the_text_and_no_faster() {
    let repeated = [
        ("select id from M where ", "a == 1 and "),
        ("select id from M where ", "("),
        ("select id from M where ", "not "),
        ("select ", "a b, "),
        ("select ", "count(a), "),
        ("select id from M ", "where a = 1 "),
        ("select id from M ", "left outer join x "),
        ("select id from M ", "order "),
        ("", "select id from M frm x;"),
        ("", ";"),
        ("", "'"),
        ("", "\""),
        ("", "{"),
        ("", "/* "),
        ("select id from M where a in (", "'x' , , "),
        ("select id from M where a between ", "1 and "),
        ("select id from M where a = ", "1-"),
        ("select id from M where a = ", "frm "),
        ("select id from M limit ", "1, "),
        ("select id from M order by ", "a desc, "),
        ("select id from M, ", "wher x "),
    ];
    for (start, piece) in repeated {
        let text = |times: usize| format!("{start}{}", piece.repeat(times));
        let (small, large) = (text(500), text(2_000));
        for dialect in DIALECTS {
            let (_, few) = recovered(&small, dialect);
            let (_, many) = recovered(&large, dialect);
            assert!(many <= few * 5, "{few} steps became {many}: {start}{piece}…");
            assert!(many <= 40 * large.len(), "{many} steps for {} bytes: {start}{piece}…", large.len());
        }
    }
}

#[test]
fn a_thousand_mistakes_are_two_hundred_findings() {
    for (start, piece) in [
        ("select id from M where ", "a == 1 and "),
        ("select ", "'a', "),
        ("", "select id frm M; "),
        ("select id from M ", "order "),
        ("select id from M where a = 1 ", "order and b == 2 "),
        ("", "select id from M where a <> \"x\" and b = 1.5 and c is null; "),
        ("select id from M where a in (", "'x' 'y', "),
        ("select id from M where ", "(a = 'x' b) or "),
        ("select id from M order by ", "a desc, "),
        ("select id from M limit ", "1, "),
        ("", "'"),
        ("", "; "),
        ("select id from M where a = ", "%"),
        ("select id from M where ", "a is null or "),
    ] {
        let text = format!("{start}{}", piece.repeat(1_000));
        for dialect in DIALECTS {
            let found = parse(&text, dialect).diagnostics.len();
            assert!(found <= vtql_parser::MAX_DIAGNOSTICS, "{found}: {start}{piece}…");
        }
    }
}

#[test]
fn holes_anywhere_are_kept_and_print_back() {
    for (text, printed) in [
        ("select § from Contacts", "select § from Contacts;"),
        ("select id, §, lastname from Contacts", "select id, §, lastname from Contacts;"),
        ("select id from §", "select id from §;"),
        ("select id from Contacts§", "select id from Contacts §;"),
        ("select id from Contacts § limit 5", "select id from Contacts § limit 5;"),
        ("select id from Contacts where §", "select id from Contacts where §;"),
        (
            "select id from Contacts where a = § and b = 'x'",
            "select id from Contacts where a = § and b = 'x';",
        ),
        ("select id from Contacts where a like '%§%'", "select id from Contacts where a like '%§%';"),
        ("select id from Contacts where a in §", "select id from Contacts where a in §;"),
        ("select id from Contacts where a in (§)", "select id from Contacts where a in (§);"),
        ("select id from Contacts where a in ('x', §)", "select id from Contacts where a in ('x', §);"),
        ("select id from Contacts where a = 12x§ or §", "select id from Contacts where a = 12x§ or §;"),
        ("select id from Contacts where a § 5", "select id from Contacts where a § 5;"),
        ("select id from Contacts order by §", "select id from Contacts order by §;"),
        ("select id from Contacts order by a §", "select id from Contacts order by a §;"),
        ("select id from Contacts limit §", "select id from Contacts limit §;"),
        ("select id from Contacts limit §, 10", "select id from Contacts limit §, 10;"),
        ("§", "select § from ;"),
    ] {
        let holes: Vec<_> = text.match_indices('§').map(|(at, it)| at..at + it.len()).collect();
        for dialect in DIALECTS {
            let text = if dialect == Dialect::Wire { format!("{text};") } else { text.to_owned() };
            let parsed = parse_template(&text, dialect, &holes, false);
            assert_eq!(parsed.diagnostics, [], "{text}");
            let [query] = &parsed.statements[..] else { panic!("one statement: {text}") };
            assert_eq!(query.to_string(), printed, "{text}");
            assert!(!query.gaps().is_empty() || text.starts_with('§'), "{text}");
            assert!(vtql_parser::lower::lower(query).is_err(), "{text}");
            let holes: Vec<_> = printed.match_indices('§').map(|(at, it)| at..at + it.len()).collect();
            let again = parse_template(printed, dialect, &holes, false);
            assert!(text.starts_with('§') || again.statements == parsed.statements, "{text}");
        }
    }
}

#[test]
fn an_open_end_lacks_nothing() {
    let text = "select id, lastname from Contacts where city = 'Rome' and (rating in ('Hot', 'Cold') or id > 12x3) \
                order by lastname, id desc limit 10, 20";
    for (at, _) in text.char_indices() {
        for dialect in DIALECTS {
            let parsed = parse_template(&text[..at], dialect, &[], true);
            let lacks: Vec<_> = parsed
                .diagnostics
                .iter()
                .filter(|it| it.code.as_str() != "V006")
                .map(ToString::to_string)
                .collect();
            assert_eq!(lacks, Vec::<String>::new(), "{}", &text[..at]);
        }
    }
}

#[test]
fn random_holes_are_read() {
    let texts = texts();
    let mut random = Random(0x401E5);
    for _ in 0..10_000 {
        let text = random.pick(&texts);
        let holes: Vec<_> = (0..=random.below(3))
            .map(|_| {
                let start = random.below(text.len() + 3);
                start..start + random.below(12)
            })
            .collect();
        let open = random.below(4) == 0;
        let parsed = parse_template(text, *random.pick(&DIALECTS), &holes, open);
        let pieces: Vec<&str> = parsed.tokens(text).iter().map(|token| token.span.slice(text)).collect();
        assert_eq!(pieces.concat(), *text, "{holes:?}");
        for statement in &parsed.statements {
            let _ = (statement.to_string(), statement.gaps());
        }
    }
}

#[test]
fn a_first_condition_that_is_joined_to_none_says_how_an_optional_one_is_written() {
    for (text, marked, cure) in [
        ("select id from M where and? a = {a}", "and", "where?"),
        ("select id from M where or? a = {a}", "or", "where?"),
        ("select id from M where AND? a = {a} and b = 1", "AND", "where?"),
        ("select id from M where and? a = {a} and? b = {b}", "and", "where?"),
        ("select id from M where and? a like {a} order by a", "and", "where?"),
        ("select id from M where and? a in {a} limit 5", "and", "where?"),
        ("select id from M where (and? a = {a})", "and", "(?"),
        ("select id from M where (or? a = {a}) and b = 1", "or", "(?"),
        ("select id from M where b = 1 and (and? a = {a})", "and", "(?"),
        ("select id from M where not (and? a = {a})", "and", "(?"),
        ("select id from M\nwhere\n  or? a between {a} and 5", "or", "where?"),
    ] {
        let found = parse(text, Dialect::Surface).diagnostics;
        let [one] = &found[..] else { panic!("{text}: {found:?}") };
        assert_eq!(one.span.slice(text), marked, "{text}");
        assert!(one.help.iter().any(|help| help.contains(cure)), "{text}: {one}");
        // Without the word it is right.
        let edit = &one.fixes[0].edits[0];
        let mended =
            format!("{}{}{}", &text[..edit.span.start as usize], edit.text, &text[edit.span.end as usize..]);
        assert!(parse(&mended, Dialect::Surface).is_ok(), "{mended}");
    }
}

#[test]
fn what_is_wrong_before_a_hole_is_said_whatever_it_holds() {
    for (text, wrong) in [
        ("select id from Contacts where a == 'x' §", "=="),
        ("select id from Contacts where a == §", "=="),
        ("select id from Contacts where a == 'x§'", "=="),
        ("select id from Contacts where a <> b c § and d = 1", "c"),
        ("select id from Contacts where 'a' = 'x' §", "'a'"),
        ("select id from Contacts where a = 'x' or b contains 'y' §", "contains"),
        ("select id from Contacts where a) = 'x' §", ")"),
        ("select 'id' § from Contacts", "'id'"),
        ("select lower(id) § from Contacts", "lower(id)"),
        ("select id from Contacts c § where a = 1", "c"),
        ("select id from Contacts order by 'a' §", "'a'"),
        ("select id from Contacts limit 5 6 §", "6"),
    ] {
        let holes: Vec<_> = text.match_indices('§').map(|(at, it)| at..at + it.len()).collect();
        let found = parse_template(text, Dialect::Surface, &holes, false).diagnostics;
        assert!(found.iter().any(|it| it.span.slice(text) == wrong), "{wrong} of {text}: {found:?}");
    }
    // What a hole may complete is not wrong.
    for text in [
        "select id from Contacts where a §",
        "select id from Contacts where a not §",
        "select id from Contacts where a is §",
        "select id from Contacts where a in (§",
        "select id from Contacts where a in ('x', §",
        "select id from Contacts where a between 1 §",
        "select id from Contacts where (a = 1 §",
        "select id from Contacts where a = 1 and §",
        "select count § from Contacts",
        "select count(§ from Contacts",
        "select id, § from Contacts",
        "select id from Contacts limit 5, §",
        "select id from Contacts order §",
        "select id from Contacts order by §",
        "select id from §",
    ] {
        let holes: Vec<_> = text.match_indices('§').map(|(at, it)| at..at + it.len()).collect();
        let found = parse_template(text, Dialect::Surface, &holes, false).diagnostics;
        assert_eq!(found, [], "{text}");
    }
}
