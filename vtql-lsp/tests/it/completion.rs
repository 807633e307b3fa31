//! What comes next is offered, through the server.

use crate::client::{Client, edited, marked, pulls};
use crate::corpus::{queries, step};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use vtql_parser::ast::{Literal, Name, Predicate};
use vtql_parser::visit::Visit;
use vtql_parser::{Columns, Dialect, LineIndex, Span, TokenKind, parse};
use vtql_schema::types::Domain;
use vtql_schema::{Module, standard};

fn labels(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item["label"].as_str().unwrap().to_owned()).collect()
}

/// The text after the item of that label was taken.
fn taken(text: &str, list: &Value, label: &str) -> String {
    let item = list["items"].as_array().unwrap().iter().find(|item| item["label"] == label);
    let item = item.unwrap_or_else(|| panic!("{label} is not among {:?}", labels(list)));
    edited(text, &json!([item["textEdit"]]))
}

#[test]
fn an_item_is_written_as_the_literal_of_its_file_is() {
    for (file, text, label, after) in [
        (
            "a.vtql",
            "select id from Leads where rating = |",
            "Acquired",
            "select id from Leads where rating = 'Acquired'",
        ),
        (
            "a.vtql",
            "select id from Leads where rating = 'Ac|",
            "Acquired",
            "select id from Leads where rating = 'Acquired'",
        ),
        ("a.vtql", "select id, lead| from Leads", "leadsource", "select id, leadsource from Leads"),
        (
            "a.php",
            "<?php $crm->doQuery('select id from Leads where rating = |;');",
            "Acquired",
            r"<?php $crm->doQuery('select id from Leads where rating = \'Acquired\';');",
        ),
        (
            "b.php",
            r"<?php $crm->doQuery('select id from Leads where rating = \'A|\';');",
            "Acquired",
            r"<?php $crm->doQuery('select id from Leads where rating = \'Acquired\';');",
        ),
        (
            "c.php",
            "<?php $crm->doQuery(\"select id from Leads where rating = |;\");",
            "Acquired",
            "<?php $crm->doQuery(\"select id from Leads where rating = 'Acquired';\");",
        ),
        (
            "a.py",
            "crm.doQuery('select id, comp| from Leads;')",
            "company",
            "crm.doQuery('select id, company from Leads;')",
        ),
        (
            "b.py",
            "crm.doQuery(f\"select id from Leads where city = '{city}' and rating = |;\")",
            "Acquired",
            "crm.doQuery(f\"select id from Leads where city = '{city}' and rating = 'Acquired';\")",
        ),
        // Nothing speaks for Vtiger yet, and there is no `from`.
        ("c.py", "x = 'select id, leadso|'", "leadsource", "x = 'select id, leadsource'"),
        (
            "a.ts",
            "await crm.doQuery(`select id from Leads where leadst| = 'x' limit ${n};`)",
            "leadstatus",
            "await crm.doQuery(`select id from Leads where leadstatus = 'x' limit ${n};`)",
        ),
    ] {
        let mut client = Client::new(pulls(), &[]);
        let (text, place) = marked(text);
        let uri = client.open(file, "", &text);
        let list = client.at("textDocument/completion", &uri, place);
        assert_eq!(taken(&text, &list, label), after);
    }
}

#[test]
fn inside_of_what_a_program_fills_in_nothing_is_offered() {
    let mut client = Client::new(pulls(), &[]);
    let (text, place) = marked("crm.doQuery(f\"select id from Leads where city = '{ci|ty}';\")");
    let uri = client.open("a.py", "python", &text);
    assert!(labels(&client.at("textDocument/completion", &uri, place)).is_empty());
}

/// The places of a query that the snapshot knows, with what stands there.
struct Places<'a> {
    module: Option<&'a Module>,
    names: Vec<(Span, &'static str)>,
    values: Vec<(Span, &'static str, String)>,
}

impl<'a> Visit<'a> for Places<'a> {
    type Break = std::convert::Infallible;
    fn visit_module(&mut self, module: &'a Name) -> std::ops::ControlFlow<Self::Break> {
        self.names.extend(self.module.map(|_| (module.span, "module")));
        std::ops::ControlFlow::Continue(())
    }
    fn visit_field(&mut self, field: &'a Name) -> std::ops::ControlFlow<Self::Break> {
        let known = self.module.and_then(|module| module.field(field.as_str()));
        self.names.extend(known.map(|_| (field.span, "field")));
        std::ops::ControlFlow::Continue(())
    }
    fn visit_predicate(&mut self, predicate: &'a Predicate) -> std::ops::ControlFlow<Self::Break> {
        let field = self.module.and_then(|module| module.field(predicate.field().as_str()));
        let literals: Vec<&Literal> = predicate.values().into_iter().filter_map(|it| it.literal()).collect();
        for (field, literal) in field.into_iter().flat_map(|field| literals.iter().map(move |it| (field, it)))
        {
            let text = literal.text();
            if field.picklist.iter().any(|offered| offered.value == text) {
                self.values.push((literal.span, "picklist value", text.to_owned()));
            } else if field.domain() == Domain::Boolean && !field.is_switch() && matches!(text, "0" | "1") {
                self.values.push((literal.span, "boolean", text.to_owned()));
            }
        }
        self.visit_field(predicate.field())
    }
}

#[test]
fn the_token_that_comes_next_is_offered_in_95_of_100_places() {
    let snapshot = standard::snapshot().unwrap();
    let mut client = Client::new(pulls(), &[("vtql.toml", "[check]\ndialect = \"wire\"\n")]);
    let uri = client.open("a.vtql", "vtql", "");
    let mut tally: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut version = 1;
    let accepted = queries().filter(|text| parse(text, Dialect::Wire).is_ok() && text.len() < 1_000);
    for text in accepted.step_by(step(150)) {
        let parsed = parse(&text, Dialect::Wire);
        // At the end of what is written so far.
        let mut ask = |at: usize, label: &str, kind: &'static str| {
            let written = &text[..at];
            version += 1;
            client.change(&uri, version, json!([{ "text": written }]));
            let place = LineIndex::new(written).position(at, Columns::Utf16);
            let list = client.at("textDocument/completion", &uri, (place.line, place.column));
            let lower = label.to_lowercase();
            let is_name = matches!(kind, "module" | "field");
            let fits = |it: &String| it == label || !is_name && it.to_lowercase().starts_with(&lower);
            let (good, all) = tally.entry(kind).or_default();
            *all += 1;
            *good += usize::from(labels(&list).iter().any(fits));
        };
        for token in parsed.tokens(&text) {
            let start = token.span.start as usize;
            match token.kind {
                TokenKind::Keyword => ask(start, token.span.slice(&text), "keyword"),
                TokenKind::Operator => ask(start, token.span.slice(&text), "operator"),
                _ => {}
            }
        }
        let statement = &parsed.statements[0];
        let mut places =
            Places { module: snapshot.module(statement.module.as_str()), names: vec![], values: vec![] };
        let std::ops::ControlFlow::Continue(()) = places.visit_query(statement);
        for (span, kind) in places.names {
            let name = span.slice(&text);
            ask(span.start as usize + name.len().min(2), name, kind);
        }
        for (span, kind, value) in places.values {
            ask(span.start as usize, &value, kind);
        }
    }
    assert!(tally.len() >= 5, "{tally:?}");
    for (kind, (good, all)) in &tally {
        println!("{kind}: {good} of {all}");
        assert!(good * 100 >= all * 95, "{kind}: {good} of {all}");
    }
}

#[test]
fn dates_are_those_of_this_year_and_whole_queries_come_to_editors_that_take_them() {
    let snippets = json!({ "textDocument": {
        "diagnostic": {}, "completion": { "completionItem": { "snippetSupport": true } },
    } });
    let offered = |capabilities: Value, text: &str| {
        let mut client = Client::new(capabilities, &[]);
        let (text, place) = marked(text);
        let uri = client.open("a.vtql", "vtql", &text);
        let list = client.at("textDocument/completion", &uri, place);
        list["items"].as_array().unwrap().clone()
    };
    let dates = offered(pulls(), "select id from Potentials where closingdate > |");
    let said: Vec<_> = dates.iter().filter_map(|it| it["detail"].as_str()).collect();
    assert_eq!(said, ["today", "start of the month", "start of the year", "a parameter"]);
    assert!(dates[2]["textEdit"]["newText"].as_str().unwrap().ends_with("-01-01'"), "{dates:?}");
    let is_snippet = |item: &&Value| item["insertTextFormat"] == 2;
    assert!(offered(snippets.clone(), "|").iter().filter(is_snippet).count() >= 3);
    assert_eq!(offered(snippets, "select id |").iter().filter(is_snippet).count(), 0);
    assert_eq!(offered(pulls(), "|").iter().filter(is_snippet).count(), 0);
}
