//! Over the corpus of texts that a server's parser was asked: what comes next there is offered there.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::ControlFlow;
use vtql_complete::{Completer, ItemKind};
use vtql_parser::ast::{Literal, Name, Predicate, Query};
use vtql_parser::visit::Visit;
use vtql_parser::{Dialect, Span, TokenKind, parse};
use vtql_schema::types::Domain;
use vtql_schema::{Module, standard};

const CORPUS: &str = include_str!("../../../tests/corpus/oracle-dev.jsonl");

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 1_000;

/// The places of a query that the snapshot knows.
struct Places<'a> {
    module: Option<&'a Module>,
    names: Vec<(Span, ItemKind)>,
    values: Vec<(Span, ItemKind, String)>,
}

impl<'a> Visit<'a> for Places<'a> {
    type Break = Infallible;

    fn visit_module(&mut self, module: &'a Name) -> ControlFlow<Infallible> {
        if self.module.is_some() {
            self.names.push((module.span, ItemKind::Module));
        }
        ControlFlow::Continue(())
    }

    fn visit_field(&mut self, field: &'a Name) -> ControlFlow<Infallible> {
        if self.module.is_some_and(|module| module.field(field.as_str()).is_some()) {
            self.names.push((field.span, ItemKind::Field));
        }
        ControlFlow::Continue(())
    }

    fn visit_predicate(&mut self, predicate: &'a Predicate) -> ControlFlow<Infallible> {
        let field = self.module.and_then(|module| module.field(predicate.field().as_str()));
        let literals = predicate.values().into_iter().filter_map(|value| value.literal());
        for (field, literal) in
            field.into_iter().flat_map(|field| literals.clone().map(move |it| (field, it)))
        {
            self.value(field, literal);
        }
        self.visit_field(predicate.field())
    }
}

impl Places<'_> {
    fn value(&mut self, field: &vtql_schema::Field, literal: &Literal) {
        let text = literal.text();
        let offered = field.picklist.iter().any(|offered| offered.value == text);
        let boolean = field.domain() == Domain::Boolean && !field.is_switch() && matches!(text, "0" | "1");
        if offered || boolean {
            let kind = if boolean { ItemKind::Boolean } else { ItemKind::PicklistValue };
            self.values.push((literal.span, kind, text.to_owned()));
        }
    }
}

/// How often something was offered where it stands, and how often it stands there.
#[derive(Default)]
struct Tally(BTreeMap<String, (usize, usize, Vec<String>)>);

impl Tally {
    fn count(&mut self, kind: &str, offered: bool, missed: impl FnOnce() -> String) {
        let (good, all, misses) = self.0.entry(kind.to_owned()).or_default();
        *good += usize::from(offered);
        *all += 1;
        if !offered && misses.len() < 12 {
            misses.push(missed());
        }
    }
}

/// A test run looks at every twentieth text; `VTQL_CASES=1` and more at all of them.
fn step() -> usize {
    if std::env::var_os("VTQL_CASES").is_some() { 1 } else { 20 }
}

#[test]
fn what_comes_next_is_offered() {
    let snapshot = standard::snapshot().unwrap();
    let completer = Completer::new(Dialect::Wire).snapshot(&snapshot);
    let mut tally = Tally::default();
    let texts = CORPUS.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let accepted = texts.filter(|case| case["grammar_ok"] == true);
    for case in accepted.step_by(step()) {
        let text = case["q"].as_str().unwrap();
        let parsed = parse(text, Dialect::Wire);
        // Each place reads its text: few texts are so long that this matters, and they hold nothing else.
        if !parsed.is_ok() || text.len() > LONGEST {
            continue;
        }
        // At the end of what is written so far, and in front of what is there already.
        let ask = |position: usize, behind: usize, label: &str, kinds: &[ItemKind]| {
            let inside = format!("{}{}", &text[..position], &text[behind..]);
            [completer.at(&text[..position], position), completer.at(&inside, position)].map(|completion| {
                completion.items.iter().any(|item| {
                    let begins = item.label.to_lowercase().starts_with(&label.to_lowercase());
                    kinds.contains(&item.kind) && (item.label == label || !is_name(item.kind) && begins)
                })
            })
        };
        let words = [ItemKind::Keyword, ItemKind::Operator];
        for token in parsed.tokens(text) {
            let (start, end) = (token.span.start as usize, token.span.end as usize);
            let kind = match token.kind {
                TokenKind::Keyword => "keyword",
                TokenKind::Operator => "operator",
                _ => continue,
            };
            let at_end = ask(start, end, token.span.slice(text), &words);
            tally.count(kind, at_end[0], || format!("{} << {text}", token.span.slice(text)));
        }
        let statement: &Query = &parsed.statements[0];
        let mut places =
            Places { module: snapshot.module(statement.module.as_str()), names: vec![], values: vec![] };
        let ControlFlow::Continue(()) = places.visit_query(statement);
        for (span, kind) in places.names {
            let (name, start) = (span.slice(text), span.start as usize);
            let offered = ask(start + name.len().min(2), span.end as usize, name, &[kind]);
            tally.count(&format!("{kind:?} at the end"), offered[0], || format!("{name} << {text}"));
            tally.count(&format!("{kind:?} inside"), offered[1], || format!("{name} << {text}"));
        }
        for (span, kind, value) in places.values {
            let start = span.start as usize;
            let offered = ask(start, span.end as usize, &value, &[kind]);
            tally.count(&format!("{kind:?}"), offered[0], || format!("{value} << {text}"));
        }
    }
    assert_eq!(tally.0.len(), 8, "{:?}", tally.0.keys());
    for (kind, (good, all, misses)) in &tally.0 {
        println!("{kind}: {good} of {all}");
        assert!(good * 100 >= all * 95, "{kind}: {good} of {all}\n{}", misses.join("\n"));
    }
}

fn is_name(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Module | ItemKind::Field)
}
