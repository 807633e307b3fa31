//! Expansions as plain functions of tokens. What programs and the compiler make of them is tested from
//! outside, in the package `vtql-ui-tests`.

use crate::snapshot::Surroundings;
use proc_macro2::{TokenStream, TokenTree};
use std::path::{Path, PathBuf};

/// What an editor is given, beside what a compiler is: the words that no row has for its names, and those of
/// a query that is not finished.
#[test]
fn an_editor_alone_finds_every_word_among_documented_fields() {
    let in_editor = Surroundings { in_editor: true, ..around() };
    for rust in [
        "crm select id, lastname from Contacts where createdtime > {since} order by createdtime",
        "crm select id, lastn from Contacts where createdtime",
        "crm select id, lastname from Contac where createdtime",
    ] {
        let explained =
            |around| super::query(rust.parse().unwrap(), around).to_string().contains("struct Modules");
        assert!(explained(&in_editor) && !explained(&around()), "{rust}");
        let tokens = flat(super::query(rust.parse().unwrap(), &in_editor));
        let accessed = |word: &str, at: usize| {
            tokens.windows(3).any(|three| {
                three[0].to_string() == "it"
                    && three[2].to_string() == word
                    && three[2].span().byte_range() == (at..at + word.len())
            })
        };
        let module = rust.split(' ').skip_while(|word| *word != "from").nth(1).unwrap();
        assert!(accessed(module, rust.find(module).unwrap()), "{rust}");
        let is_known = module == "Contacts";
        for (at, word) in rust.match_indices("createdtime").chain(rust.match_indices("lastn ")) {
            assert_eq!(accessed(word.trim(), at), is_known, "{word} in {rust}");
        }
    }
}

#[test]
fn an_editor_finds_the_words_of_a_write_which_need_not_be_finished() {
    let in_editor = Surroundings { in_editor: true, ..around() };
    for rust in ["crm Contacts { lastname: name, emai }", "crm Contacts { lastname: name, email: mail }"] {
        let tokens = flat(super::create(rust.parse().unwrap(), &in_editor));
        for word in ["Contacts", "lastname", "emai"] {
            let at = rust.find(word).unwrap();
            let is_there = tokens
                .windows(3)
                .any(|three| three[0].to_string() == "it" && three[2].span().byte_range().start == at);
            assert!(is_there, "{word} in {rust}");
        }
    }
}

fn around() -> Surroundings {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let snapshot = folder.join("../vtql-schema/fixtures/vtiger-8.4.snapshot.json");
    Surroundings {
        variable: Some(snapshot.to_string_lossy().into_owned()),
        manifest_dir: PathBuf::new(),
        in_editor: false,
        in_compiler: false,
    }
}

/// The expansion as text, without spaces.
fn expanded(expand: fn(TokenStream, &Surroundings) -> TokenStream, rust: &str) -> String {
    expand(rust.parse().unwrap(), &around()).to_string().replace([' ', '\n'], "")
}

#[test]
fn every_mistake_of_a_query_is_an_error_of_its_own() {
    let errors = |rust| expanded(super::query, rust).matches("compile_error!").count();
    assert_eq!(errors("crm select id, lastname from Contacts"), 0);
    assert_eq!(errors("crm select id, lastnme from Contacts where frstname = 5"), 2);
    assert_eq!(errors("crm \"select id, lastnme from Contacts where frstname = 5\""), 2);
    assert_eq!(
        errors("crm select frm Contacts wher a = b"),
        errors("crm \"select frm Contacts wher a = b\"")
    );
}

#[test]
fn a_row_has_the_selected_fields_with_their_types() {
    let row = expanded(super::query, "crm select id, email, createdtime from Contacts");
    for part in [
        "pubid:crm::RecordId",
        "pubemail:::core::option::Option<::std::string::String>",
        "pubcreatedtime:crm::jiff::civil::DateTime",
        "crm::__private::select(",
        "\"id\\nemail\\ncreatedtime\"",
        "|(__v0,__v1,__v2,)|Contacts{id:__v0,email:__v1,createdtime:__v2,}",
    ] {
        assert!(row.contains(part), "no {part} in {row}");
    }
}

/// What an editor goes by when it is asked about a word of a query: the item that the word became.
#[test]
fn words_of_a_query_are_the_names_of_documented_items() {
    let rust = "crm select id, lastname from Contacts";
    let word = |word: &str| {
        let start = rust.find(word).unwrap();
        start..start + word.len()
    };
    let in_editor = Surroundings { in_editor: true, ..around() };
    let tokens: Vec<TokenTree> = flat(super::query(rust.parse().unwrap(), &in_editor)).into_iter().collect();
    let documented = |name: &str, introduced_by: &str, doc: &str| {
        let at = tokens.windows(2).position(|pair| {
            pair[0].to_string() == introduced_by
                && pair[1].to_string() == name
                && pair[1].span().byte_range() == word(name)
        });
        let before = &tokens[..at.unwrap_or_else(|| panic!("`{name}` is no item at its place"))];
        before.iter().rev().take(24).any(|token| token.to_string().contains(doc))
    };
    assert!(documented("lastname", "pub", "Last Name: string, mandatory."));
    assert!(documented("Contacts", "struct", "A row of the module `Contacts`"));
}

#[test]
fn the_values_behind_the_longest_tuple_are_a_tuple_at_its_end() {
    let call = expanded(super::query, "crm select * from Contacts");
    assert!(call.contains("|(__v0,__v1,__v2,__v3,__v4,__v5,__v6,__v7,__v8,__v9,__v10,(__v11,"), "{call}");
}

/// The tokens one by one.
fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let parts = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => flat(group.stream()),
        token => vec![token],
    });
    parts.flatten().collect()
}

#[test]
fn parameters_leave_the_text_and_become_arguments() {
    let call = expanded(super::query, "crm \"select id from Contacts where lastname = {a.b} limit {n}\"");
    assert!(call.contains("\"selectidfromContactswherelastname={0}limit{1}\""), "{call}");
    assert!(call.contains("TextValue::one(&(a.b)") && call.contains("RowCount::one(&(n))"), "{call}");
}

#[test]
fn nothing_panics_whatever_the_tokens_are() {
    for rust in [
        "",
        "crm",
        "crm ()",
        "crm \"\"",
        "crm b\"x\"",
        "crm 5",
        "crm {}",
        "crm select",
        "crm select {x} from {y}",
        "crm fn",
        "crm pub fn f",
        "crm pub fn f() -> R = ;",
        "crm pub mod m = X",
        "crm pub enum E = A.b;",
        "crm T, select id from Contacts",
        "crm select id from Contacts where? and? or?",
        "crm \"{\"",
        "crm '\\''",
        "crm \"select id from Contacts where? x = {a\"",
        "struct S;",
        "enum E {}",
        "crm \"\\u{10ffff}\"",
    ] {
        for expand in [
            super::query,
            super::file,
            super::named,
            super::picklist,
            super::schema,
            super::into,
            super::record,
        ] {
            expanded(expand, rust);
        }
    }
}
