//! What an editor shows and offers at the words of queries.

use crate::language_server::{CURSOR, Editor};
use crate::package::Package;

/// A program around a query.
fn program(query: &str) -> String {
    format!(
        "use crm::vtql;

pub fn ask(since: crm::jiff::civil::Date) {{
    let query = vtql!({query});
    let row = first(query);
    let _ = row;
}}

fn first<R>(_: crm::Query<R>) -> R {{
    loop {{}}
}}

fn main() {{}}
"
    )
}

/// The program with the cursor in the `count`th place where `word` stands.
fn in_word(program: &str, word: &str, count: usize) -> String {
    let (at, _) = program.match_indices(word).nth(count).unwrap();
    let (before, after) = program.split_at(at + 1);
    format!("{before}{CURSOR}{after}")
}

#[test]
fn rust_analyzer_explains_finds_and_completes_the_words_of_a_query() {
    let query = "select id, lastname from Contacts where createdtime > {since} and leadsource = \"Partner\" order by createdtime";
    let right = program(query).replace("= row;", "= row.lastname;");
    let package = Package::new("2024", "", &right).with_snapshot();
    let Some(mut editor) = Editor::open(&package) else {
        eprintln!("NOT TESTED: there is no rust-analyzer (rustup component add rust-analyzer)");
        return;
    };
    assert_eq!(editor.diagnostics(&right), [""; 0]);
    explanations(&mut editor, &right);
    definitions(&mut editor, &right);
    completions(&mut editor);
    completions_elsewhere(&mut editor);
    let wrong = program("select id, lastnme from Contacts");
    let said = editor.diagnostics(&wrong);
    assert!(said.len() == 1 && said[0].contains("did you mean `lastname`?"), "{said:?}");
}

fn explanations(editor: &mut Editor, right: &str) {
    for (word, explanation) in [
        ("lastname", "Last Name: string, mandatory."),
        ("createdtime", "Created Time: datetime."),
        ("leadsource", "Lead Source: picklist.\n\nValues: Cold Call, "),
        ("Contacts", "The module Contacts (Contacts)."),
        ("since}", "since: Date"),
    ] {
        let shown = editor.hover(&in_word(right, word, 0));
        assert_eq!(shown.matches(explanation).count(), 1, "{word}: {shown}");
    }
    let shown = editor.hover(&in_word(right, "lastname", 1));
    assert!(shown.contains("Last Name"), "{shown}");
}

fn definitions(editor: &mut Editor, right: &str) {
    let found = editor.definitions(&in_word(right, "lastname", 1));
    assert_eq!(found, [(3, "lastname".to_owned())]);
}

fn completions(editor: &mut Editor) {
    for query in [
        "select id, last^ from Contacts",
        "select id, lastname^ from Contacts",
        "select id, ^ from Contacts where createdtime > {since}",
        "select id from Contacts where ^",
        "select id from Contacts where last^ = 'x'",
        "select id from Contacts where id = 12x5 and ^ order by id",
        "select id from Contacts order by last^",
    ] {
        let offered = editor.documentation(&program(query), "lastname");
        assert_eq!(offered.as_deref(), Some("Last Name: string, mandatory."), "{query}");
    }
    for query in ["select id from Con^", "select id from ^", "select id from ^ where id = 12x4"] {
        let offered = editor.documentation(&program(query), "Contacts");
        assert_eq!(offered.as_deref(), Some("The module `Contacts` (Contacts)."), "{query}");
    }
    let row = program("select id, lastname from Contacts").replace("= row;", "= row.^;");
    assert_eq!(editor.fields(&row), ["id", "lastname"]);
}

/// In the other macros that take names.
fn completions_elsewhere(editor: &mut Editor) {
    for macro_call in [
        "crm::vtql_query! { fn f() -> R = select id, last^ from Contacts; }",
        "crm::schema! { mod contacts = Contacts { id, last^ } }",
        "crm::schema! { mod contacts = Contacts { id, ^ } }",
        "crm::vtql_picklist! { enum E = Contacts.last^; }",
        "fn f() { crm::vtql_as!(R, select id, ^ from Contacts); }",
    ] {
        let offered = editor.fields(&format!("{macro_call} fn main() {{}}"));
        assert!(offered.iter().any(|name| name == "lastname"), "{macro_call}: {offered:?}");
    }
}
