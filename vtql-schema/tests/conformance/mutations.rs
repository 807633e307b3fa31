//! Queries that ran on a server, each with one mistake put into it: the mistake is found where it stands.

use super::{corpus, instance_of_corpus, text};
use proptest::prelude::*;
use proptest::sample::Index;
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::LazyLock;
use vtql_parser::ast::{CompareOp, InValues, Name, Predicate, Query, Select, Spanned, Value};
use vtql_parser::visit::{Visit, walk_predicate};
use vtql_parser::{Dialect, Span, parse};
use vtql_schema::types::Domain;
use vtql_schema::{Checker, Module, Snapshot};

/// A part of a text, what stands there in its place, and the code that this deserves.
struct Mistake {
    span: Span,
    text: String,
    code: &'static str,
}

static INSTANCE: LazyLock<Snapshot> = LazyLock::new(instance_of_corpus);

/// The queries of the corpus that ran, of modules that the instance has.
static RAN: LazyLock<Vec<(String, Query)>> = LazyLock::new(|| {
    let lines = corpus().into_iter();
    let ran = lines.filter(|line| line["db_ok"] == true && text(line, "cat").starts_with("a/"));
    let read = ran.filter_map(|line| {
        let source = text(&line, "q").to_owned();
        let query = parse(&source, Dialect::Wire).statements.pop()?;
        INSTANCE.module(query.module.as_str())?;
        Some((source, query))
    });
    read.collect()
});

/// Collects every mistake that can be made in a query; `noise` is a word that means nothing.
struct Mistakes<'a> {
    module: &'a Module,
    noise: &'a str,
    found: Vec<Mistake>,
}

impl Mistakes<'_> {
    fn of(query: &Query, noise: &str) -> Vec<Mistake> {
        let module = INSTANCE.module(query.module.as_str()).expect("it was looked for");
        let mut mistakes = Mistakes { module, noise, found: Vec::new() };
        mistakes.add(query.module.span, format!("{}{noise}", query.module), "V101");
        mistakes.add(query.module.span, query.module.as_str().to_uppercase(), "V103");
        let counts = matches!(query.select, Select::Count(_));
        if !counts {
            query.select.names().iter().for_each(|name| mistakes.name(name));
        }
        query.order_by.iter().flat_map(|order| &order.fields).for_each(|name| mistakes.name(name));
        if let Some(filter) = &query.filter {
            let _ = mistakes.visit_condition(filter);
        }
        if let Some(limit) = &query.limit {
            mistakes.add(limit.count.span(), "-1".to_owned(), "V208");
            mistakes.add(limit.count.span(), format!("'{noise}'"), "V208");
            if !counts {
                mistakes.add(limit.count.span(), "101".to_owned(), "V308");
            }
        }
        mistakes.found
    }

    fn add(&mut self, span: Span, text: String, code: &'static str) {
        self.found.push(Mistake { span, text, code });
    }

    fn name(&mut self, name: &Name) {
        self.add(name.span, format!("{name}{}", self.noise), "V102");
        let upper = name.as_str().to_uppercase();
        if upper != name.as_str()
            && self.module.field(&upper).is_none()
            && self.module.field(name.as_str()).is_some()
        {
            self.add(name.span, upper, "V103");
        }
    }

    fn value(&mut self, predicate: &Predicate, value: &Value) {
        let Some(field) = self.module.field(predicate.field().as_str()) else { return };
        let (span, noise) = (value.span(), self.noise);
        let pattern = matches!(predicate, Predicate::Like(_));
        let ordered =
            matches!(predicate, Predicate::Compare(it) if !matches!(it.op, CompareOp::Eq | CompareOp::Ne));
        self.add(span, "NULL".to_owned(), "V202");
        match field.domain() {
            Domain::Id | Domain::Reference | Domain::Owner => {
                self.add(span, format!("'{noise}'"), "V107");
                self.add(span, "7".to_owned(), "V107");
            }
            Domain::Text => {
                self.add(span, noise.to_owned(), "V201");
                self.add(span, format!("'{noise}\\'"), "V205");
                if !pattern {
                    self.add(span, "0".to_owned(), "V203");
                    self.add(span, "17".to_owned(), "V315");
                }
                if !field.picklist.is_empty() && !pattern && !ordered {
                    self.add(span, format!("'{noise}'"), "V110");
                }
            }
            _ if pattern => self.add(span, noise.to_owned(), "V201"),
            domain => {
                self.add(span, noise.to_owned(), "V201");
                if domain != Domain::Boolean {
                    self.add(span, format!("'{noise}'"), "V109");
                }
                if matches!(domain, Domain::Date | Domain::DateTime) {
                    self.add(span, "'2026-02-30'".to_owned(), "V109");
                    self.add(span, "'31.12.2026'".to_owned(), "V109");
                }
            }
        }
    }
}

impl<'a> Visit<'a> for Mistakes<'_> {
    type Break = Infallible;

    fn visit_predicate(&mut self, predicate: &'a Predicate) -> ControlFlow<Infallible> {
        self.name(predicate.field());
        match predicate {
            Predicate::Compare(it) => self.value(predicate, &it.value),
            Predicate::Like(it) => self.value(predicate, &it.pattern),
            Predicate::In(it) => {
                if let InValues::List(values) = &it.values {
                    values.iter().for_each(|value| self.value(predicate, value));
                }
            }
            _ => {}
        }
        walk_predicate(self, predicate)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mistake_in_a_query_that_ran_is_found_where_it_stands(
        query in any::<Index>(),
        mistake in any::<Index>(),
        noise in "zq[a-z]{2,6}_q",
    ) {
        let (source, query) = query.get(&RAN);
        let mistakes = Mistakes::of(query, &noise);
        let Mistake { span, text, code } = mistake.get(&mistakes);
        let mut wrong = source.clone();
        let text = format!(" {text} ");
        wrong.replace_range(span.range(), &text);
        let end = span.start as usize + text.len();
        let found = Checker::new(Dialect::Wire).snapshot(&*INSTANCE).text(&wrong).diagnostics;
        let said = found.iter().any(|it| {
            it.code.as_str() == *code && it.span.start as usize <= end && span.start <= it.span.end
        });
        let codes: Vec<String> = found.iter().map(ToString::to_string).collect();
        prop_assert!(said, "no {} in {}\n{:#?}", code, wrong, codes);
    }
}
