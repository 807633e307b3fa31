//! What is offered where, each place by an example. `|` is the position.

use std::sync::LazyLock;
use vtql_complete::{Completer, Completion, ItemKind};
use vtql_parser::Dialect;
use vtql_schema::{Snapshot, standard};

static STANDARD: LazyLock<Snapshot> = LazyLock::new(|| standard::snapshot().unwrap());

fn completion_in(dialect: Dialect, marked: &str) -> (String, Completion) {
    let position = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let completion = Completer::new(dialect).snapshot(&*STANDARD).at(&text, position);
    (text, completion)
}

fn labels(marked: &str) -> Vec<String> {
    completion_in(Dialect::Surface, marked).1.items.into_iter().map(|item| item.label).collect()
}

/// The text after an item was taken.
fn taken(marked: &str, label: &str) -> String {
    let (mut text, completion) = completion_in(Dialect::Surface, marked);
    let item = completion.items.iter().find(|item| item.label == label);
    let item = item.unwrap_or_else(|| panic!("{label} is not offered at {marked}: {:?}", completion.items));
    text.replace_range(completion.span.range(), &item.insert);
    text
}

#[test]
fn words_of_the_language_come_where_they_belong() {
    for (marked, offered) in [
        ("|", &["select"][..]),
        ("sel|", &["select"]),
        ("select id |", &["from"]),
        ("select id fr|om Contacts", &["from"]),
        ("select * |", &["from"]),
        ("select id from Contacts |", &["where", "order by", "limit"]),
        ("select id from Contacts; |", &["select"]),
        ("select id from Contacts where city = 'x' |", &["and", "or", "order by", "limit"]),
        ("select id from Contacts where (city = 'x' |", &["and", "or"]),
        ("select id from Contacts where (city = 'x') |", &["and", "or", "order by", "limit"]),
        ("select id from Contacts where city in ('x') |", &["and", "or", "order by", "limit"]),
        ("select id from Contacts where city is |", &["empty", "not"]),
        ("select id from Contacts where city not |", &["in", "between"]),
        ("select id from Contacts where createdtime between '2026-01-01' |", &["and"]),
        ("select id from Contacts order |", &["by"]),
        ("select id from Contacts order by id |", &["asc", "desc", "limit"]),
        ("select id from Contacts where city = 'x' order by id desc |", &["limit"]),
        ("SELECT id FROM Contacts o|", &["ORDER BY"]),
        ("select id from Contacts where city !|", &["!="]),
        ("select id from Contacts where donotcall =|", &["1", "0", "{donotcall}"]),
    ] {
        assert_eq!(labels(marked), offered, "{marked}");
    }
}

#[test]
fn nothing_comes_inside_of_comments_parameters_and_other_texts() {
    for marked in [
        "select id -- fr|",
        "select id /* fr|",
        "select id from Contacts where city = {na|",
        "select id from Contacts where city = {|",
        "select id from Contacts where 'la|",
        "select id from Contacts limit 'la|",
    ] {
        assert_eq!(labels(marked), [""; 0], "{marked}");
    }
    assert_eq!(labels("select id -- all\nfr|"), ["from"]);
    assert_eq!(labels("select id /* all */ fr|"), ["from"]);
}

#[test]
fn fields_are_those_of_the_module_wherever_it_is_named() {
    for (marked, label) in [
        ("select lastn| from Contacts", "lastname"),
        ("select id, lastn| from Contacts where city = 'x'", "lastname"),
        ("select id from Contacts where lastn|", "lastname"),
        ("select id from Contacts where not (lastn|", "lastname"),
        ("select id from Contacts where city = 'x' and lastn|", "lastname"),
        ("select id from Contacts where? city = {c} and? lastn|", "lastname"),
        ("select id from Contacts order by lastn|", "lastname"),
        ("select id from Contacts order by city, lastn|", "lastname"),
        ("select id from Leads; select lastn| from Contacts", "lastname"),
        ("select id frm Contacts where x == 1 y; select lastn| from Contacts", "lastname"),
    ] {
        assert_eq!(labels(marked), [label], "{marked}");
    }
    assert_eq!(labels("select question| from Contacts"), [""; 0], "a field of another module");
    assert!(labels("select | from Faq").contains(&"question".to_owned()));
    assert!(labels("select | from Faq").contains(&"count(*)".to_owned()));
}

#[test]
fn fields_of_all_modules_come_before_one_is_named() {
    let (_, completion) = completion_in(Dialect::Surface, "select lastn|");
    assert_eq!(completion.items[0].label, "lastname");
    assert!(completion.items[0].detail.contains("Contacts"), "{}", completion.items[0].detail);
    assert!(labels("select question, |").contains(&"faq_answer".to_owned()));
    assert!(!labels("select question, |").contains(&"lastname".to_owned()), "Faq has none");
}

#[test]
fn modules_with_the_fields_that_were_named_come_first() {
    let modules = labels("select question, faq_answer from |");
    assert_eq!(modules[0], "Faq");
    assert!(modules.contains(&"Contacts".to_owned()));
    assert_eq!(labels("select question from Con|"), ["Contacts"]);
}

#[test]
fn values_are_those_that_the_field_offers() {
    let leads = "select id from Leads where leadstatus ";
    for (rest, label, whole) in [
        ("= |", "Cold", "= 'Cold'"),
        ("= 'Co|", "Cold", "= 'Cold'"),
        ("= 'Co|'", "Cold", "= 'Cold'"),
        ("= Co|", "Cold", "= 'Cold'"),
        ("= \"Co|", "Cold", "= \"Cold\""),
        ("in ('Lost Lead', 'Co|", "Cold", "in ('Lost Lead', 'Cold'"),
        ("in (|", "Cold", "in ('Cold'"),
        ("!= 'x' or leadstatus = 'Ho|", "Hot", "!= 'x' or leadstatus = 'Hot'"),
    ] {
        assert_eq!(taken(&format!("{leads}{rest}"), label), format!("{leads}{whole}"));
    }
    let contacts = "select id from Contacts where donotcall = ";
    assert_eq!(labels(&format!("{contacts}|")), ["1", "0", "{donotcall}"]);
    assert_eq!(taken(&format!("{contacts}'|"), "1"), format!("{contacts}'1'"));
    assert_eq!(labels("select id from Users where is_admin = |"), ["on", "off", "{is_admin}"]);
}

#[test]
fn ids_begin_as_those_of_the_modules_that_a_field_refers_to() {
    for (text, label, whole) in [
        (
            "select id from Contacts where account_id = |",
            "11x",
            "select id from Contacts where account_id = '11x'",
        ),
        (
            "select id from Contacts where account_id = '1|",
            "11x",
            "select id from Contacts where account_id = '11x'",
        ),
        ("select id from Contacts where id > |", "12x", "select id from Contacts where id > '12x'"),
        (
            "select id from Leads where assigned_user_id in (|",
            "19x",
            "select id from Leads where assigned_user_id in ('19x'",
        ),
    ] {
        assert_eq!(taken(text, label), whole);
    }
}

#[test]
fn a_parameter_stands_where_a_value_belongs_and_not_on_the_wire() {
    assert_eq!(
        taken("select id from Leads where city = |", "{city}"),
        "select id from Leads where city = {city}"
    );
    assert!(labels("select id from Leads where city = 'a|").is_empty());
    let wire = completion_in(Dialect::Wire, "select id from Leads where city = |").1.items;
    assert!(wire.is_empty(), "{wire:?}");
}

#[test]
fn a_word_is_replaced_as_a_whole_and_a_label_finds_its_field() {
    assert_eq!(taken("select lastn|ame_ from Contacts", "lastname"), "select lastname from Contacts");
    assert_eq!(taken("select |lastname from Contacts", "id"), "select idlastname from Contacts");
    assert!(labels("select mailing_c|").is_empty());
    let by_label = completion_in(Dialect::Surface, "select sales| from Contacts").1.items;
    assert!(by_label.iter().all(|item| item.kind == ItemKind::Field), "{by_label:?}");
}

#[test]
fn operators_come_behind_a_field_that_is_written_in_full() {
    assert_eq!(
        taken("select id from Contacts where lastname|", "!="),
        "select id from Contacts where lastname !="
    );
    assert_eq!(labels("select id from Contacts where lastname|")[..2], ["lastname", "="]);
    assert_eq!(labels("select lastname| from Contacts"), ["lastname"]);
}

#[test]
fn the_wire_has_fewer_words() {
    let labels = |marked: &str| -> Vec<String> {
        let items = completion_in(Dialect::Wire, marked).1.items;
        items.into_iter().map(|item| item.label).collect()
    };
    let tests = labels("select id from Contacts where city |");
    assert_eq!(tests, ["=", "!=", "<", "<=", ">", ">=", "like", "in"]);
    assert!(!labels("select id from Contacts where |").contains(&"not".to_owned()));
    assert!(
        completion_in(Dialect::Surface, "select id from Contacts where city |").1.items.len() > tests.len()
    );
}
