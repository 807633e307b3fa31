//! What no law over all texts sees.

use vtql_parser::ast::{Condition, Gap, Spanned};
use vtql_parser::lower::lower;
use vtql_parser::print::{self, Style};
use vtql_parser::visit::VisitMut;
use vtql_parser::{Dialect, parse_query, parse_template};

#[test]
fn a_hole_is_a_gap_of_its_own_kind_and_of_its_own_length() {
    for (text, gaps, printed) in [
        ("select id from M where a = §", &["§"][..], "select id from M where a = §;"),
        ("select id from §", &["§"], "select id from §;"),
        (
            "select id from M where a = '§' and b = '%§%'",
            &["'§'", "'%§%'"],
            "select id from M where a = '§' and b = '%§%';",
        ),
    ] {
        let holes: Vec<_> = text.match_indices('§').map(|(at, it)| at..at + it.len()).collect();
        let parsed = parse_template(text, Dialect::Surface, &holes, false);
        let found = parsed.statements[0].gaps();
        assert_eq!(found.iter().map(|it| it.text()).collect::<Vec<_>>(), gaps, "{text}");
        assert!(found.iter().all(|it| it.kind() == vtql_parser::ast::GapKind::Hole), "{text}");
        assert_eq!(parsed.statements[0].to_string(), printed);
    }
    for text in [
        "select id § limit limit 5", // The hole may hold `from`, and `limit` be a module
        "select § from where a = 1", // The hole may hold `from`
        "select §(*), or? , a from M",
    ] {
        let holes: Vec<_> = text.match_indices('§').map(|(at, it)| at..at + it.len()).collect();
        assert_eq!(parse_template(text, Dialect::Surface, &holes, false).diagnostics, [], "{text}");
    }
    let text = "select id from M§ select id from N"; // The hole may hold a semicolon
    let at = text.find('§').unwrap();
    assert_eq!(
        parse_template(text, Dialect::Surface, std::slice::from_ref(&(at..at + 2)), false).statements.len(),
        2
    );
}

#[test]
fn a_parameter_is_read_from_json_as_it_could_be_written() {
    let bound: Condition = "a = {x}".parse().expect("right");
    let json = serde_json::to_string(&bound).expect("JSON");
    for expression in ["", " ", "x}", "{x"] {
        let wrong = json.replace("\"x\"", &format!("{expression:?}"));
        assert_ne!(wrong, json);
        assert!(serde_json::from_str::<Condition>(&wrong).is_err(), "{expression:?}");
    }
}

#[test]
fn a_decimal_has_digits_on_both_sides_of_one_point() {
    use vtql_parser::ast::Literal;
    for text in ["1.x", "x.1", ".5", "5.", "1.2.3", "", "-", "+.", "1e5", "1,5", " 1", "--1"] {
        assert!(Literal::decimal(text).is_err(), "{text}");
    }
    for text in ["0", "-12.50", "+3.0"] {
        assert_eq!(Literal::decimal(text).expect("a number").text(), text);
    }
}

#[test]
fn alternatives_of_one_field_are_one_related_query_and_a_single_one_stays_as_it_is() {
    for (condition, texts) in [
        ("a = 1", &["a = '1'"][..]),
        ("a = 1 or a = 2 or a in (3, 4)", &["a in ('1', '2', '3', '4')"]),
        ("a = 1 or b = 2", &["a = '1'", "b = '2'"]),
    ] {
        let query =
            parse_query(&format!("select id from M where {condition}"), Dialect::Surface).expect("valid");
        let parts = vtql_parser::lower::related_parts(&lower(&query).expect("it has a wire form"));
        let found: Vec<String> =
            parts.iter().map(|part| vtql_parser::lower::related(&lower(part).unwrap()).unwrap()).collect();
        let texts: Vec<String> = texts.iter().map(|it| format!("select id from M WHERE {it}")).collect();
        assert_eq!(found, texts);
    }
    // Without a condition the server would put its own behind the order.
    let query = parse_query("select id from M order by a", Dialect::Surface).expect("valid");
    let text =
        vtql_parser::lower::related(&lower(&query).expect("it has a wire form")).expect("it can be sent");
    assert!(text.contains(" WHERE id "), "{text}");
}

#[test]
fn an_alternative_that_comes_again_is_sent_once() {
    for (surface, wire) in [
        ("a = 1 or b = 2 or a = 1", "a = '1' or b = '2'"),
        ("a = 1 and b = 2 or c = 3 or b = 2 and a = 1", "a = '1' and b = '2' or c = '3'"),
    ] {
        let query = parse_query(&format!("select id from M where {surface}"), Dialect::Surface);
        let lowered = lower(&query.expect("valid")).expect("it has a wire form");
        assert_eq!(lowered.to_string(), format!("select id from M where {wire};"), "{surface}");
    }
}

#[test]
fn an_id_that_is_none_is_told_whatever_else_is_wrong_and_once() {
    for (condition, codes) in [("id = 'x' and a = Rossi", &["V019", "V107"][..]), ("id = Rossi", &["V019"])] {
        let query =
            parse_query(&format!("select id from M where {condition}"), Dialect::Surface).expect("valid");
        let errors = lower(&query).expect_err("no wire form");
        let mut found: Vec<&str> = errors.iter().map(|it| it.code.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, codes, "{condition}");
    }
    // A short id is named, a long one is not.
    let message = |id: &str| {
        let text = format!("select id from M where id = '{id}'");
        lower(&parse_query(&text, Dialect::Surface).expect("valid")).expect_err("no id")[0].message.clone()
    };
    assert!(message("x").contains("`x` is none"));
    assert!(message(&"x".repeat(40)).contains("xxx"));
    assert!(!message(&"x".repeat(41)).contains("xxx"));
}

#[test]
fn a_line_may_be_exactly_as_wide_as_the_style_says() {
    // `  or b = 'xx…' and c = 2` is laid out on one line of its width, and on two with one column less.
    let text = format!("select id from M where a = 1 and d = 2 or b = '{}' and c = 2", "x".repeat(60));
    let format = |width| {
        let mut style = Style::default();
        style.width = width;
        print::format(&text, Dialect::Surface, &style).expect("no errors")
    };
    let line = format(200)
        .lines()
        .find(|line| line.contains("xxx"))
        .expect("the line")
        .trim_end_matches(';')
        .chars()
        .count();
    assert_eq!(format(line), format(200));
    assert_ne!(format(line - 1), format(200));
}

#[derive(Debug)]
struct Count(usize);

impl VisitMut for Count {
    type Break = std::convert::Infallible;
    fn visit_gap_mut(&mut self, _: &mut Gap) -> std::ops::ControlFlow<Self::Break> {
        self.0 += 1;
        std::ops::ControlFlow::Continue(())
    }
}

#[test]
fn names_know_their_place_and_their_gaps_are_visited() {
    let text = "select id, § from M";
    let at = text.find('§').unwrap();
    let parsed =
        vtql_parser::parse_template(text, Dialect::Surface, std::slice::from_ref(&(at..at + 2)), false);
    let mut query = parsed.statements[0].clone();
    assert_eq!(Spanned::span(&query.module).slice(text), "M");
    let mut count = Count(0);
    let _ = count.visit_query_mut(&mut query);
    assert_eq!(count.0, 1);
}
