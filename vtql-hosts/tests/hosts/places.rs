//! A planted mistake is found at its place, in every form of literal.

use super::check;
use super::forms::FORMS;
use proptest::prelude::*;

/// Queries with one mistake, `lastnme`, in different places.
const QUERIES: &[&str] = &[
    "select id, lastnme from Contacts where mailingcity = 'Rome' limit 5;",
    "select id, lastname from Contacts where lastnme = 'Zürich 日本' limit 5;",
    "select id, firstname from Contacts where mailingcity in ('a', 'b') and lastnme like 'S%';",
    "select  lastnme,firstname\tfrom Contacts where firstname = 'x' order by firstname limit 10;",
    "SELECT firstname, lastname FROM Contacts WHERE firstname != 'a' ORDER BY lastnme;",
];

fn assert_found(source: &str, what: &str) {
    let name = what;
    let planted: Vec<usize> = source.match_indices("lastnme").map(|(at, _)| at).collect();
    let form = FORMS.iter().find(|form| form.source == name).unwrap();
    let (found, findings) = check(source, form.language);
    let places: Vec<(usize, usize)> = findings
        .iter()
        .filter(|it| it.code.as_str() == "V102")
        .map(|it| (it.span.start as usize, it.span.end as usize))
        .collect();
    let expected: Vec<(usize, usize)> = planted.iter().map(|at| (*at, at + 7)).collect();
    assert_eq!(places, expected, "{}\n{source}\n{:?} {findings:?}", form.language.name(), found.skipped);
}

#[test]
fn a_mistake_is_found_at_its_place_in_every_form_of_literal() {
    for form in FORMS {
        for query in QUERIES {
            // A list of YAML's own marks, and a fold, would be other text.
            let source = form.source(query);
            assert_found(&source, form.source);
            let other_lines = source.replace('\n', "\r\n");
            if form.language != vtql_hosts::Language::Bash {
                assert_found(&other_lines, form.source);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(std::env::var("VTQL_CASES").map_or(300, |it| it.parse().unwrap())))]

    /// What stands before, and what the values hold, moves nothing.
    #[test]
    fn nothing_around_it_moves_a_mistake(
        form in 0..FORMS.len(),
        query in 0..QUERIES.len(),
        lines in 0_usize..5,
        value in "[a-zäöüß日本 ]{0,12}",
    ) {
        let form = &FORMS[form];
        let query = QUERIES[query].replace("'Rome'", &format!("'{value}x'")).replace("'x'", &format!("'x{value}'"));
        let source = form.source(&query);
        // Blank lines may stand anywhere but before `<?php`.
        let source = match source.strip_prefix("<?php\n") {
            Some(rest) => format!("<?php\n{}{rest}", "\n".repeat(lines)),
            None => format!("{}{source}", "\n".repeat(lines)),
        };
        assert_found(&source, form.source);
    }
}
