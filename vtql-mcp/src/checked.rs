//! A query that may be sent, or all that is wrong with it.

use crate::finding::Finding;
use crate::instance::Trouble;
use crate::policy::Policy;
use crate::world::{Described, World};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::Arc;
use vtql_parser::ast::{Limit, List, Literal, Name, Param, Query, Select, Spanned};
use vtql_parser::bind::{Bound, Outcome, bind};
use vtql_parser::diagnostic::Safety;
use vtql_parser::visit::{self, Visit};
use vtql_parser::{Diagnostic, Dialect, Span, codes, parse};
use vtql_schema::{Checker, fix};

/// Longer texts are refused unread.
const LONGEST_TEXT: usize = 64 << 10;

/// What was found out about a text.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) findings: Vec<Finding>,
    /// The text after all fixes, where there are some.
    pub(crate) fixed: Option<String>,
    /// What may be sent; `None` when something is wrong.
    pub(crate) outcome: Option<Outcome>,
    /// The module, where there is one that can be seen.
    pub(crate) module: Option<Arc<Described>>,
    /// The fields that the text names and that can be seen.
    pub(crate) fields: Vec<String>,
}

impl Checked {
    /// Checks a text with the values of its parameters. Where no snapshot is kept, the instance is asked what the
    /// module has, and nothing else.
    pub(crate) async fn new(
        world: &World,
        text: &str,
        params: &Map<String, Value>,
    ) -> Result<Checked, Trouble> {
        if text.len() > LONGEST_TEXT {
            let message = format!("a query has at most {LONGEST_TEXT} bytes, and this has {}", text.len());
            return Err(Trouble::argument(message));
        }
        let named = parse(text, Dialect::Surface).statements;
        let named = named.first().map(|query| query.module.as_str()).unwrap_or_default();
        let module = world.module(named).await?;
        let basis = world.basis(module.as_deref()).await?;
        let checker = Checker::new(Dialect::Surface).snapshot(&basis).levels(world.levels().await?);

        let checked = checker.text(text);
        let mut findings: Vec<Finding> = told(&checked.diagnostics, text);
        let mut outcome = None;
        let mut fields = Vec::new();
        match checked.statements.as_slice() {
            [query] => {
                fields = seen_fields(query, module.as_deref());
                let policy = &world.options.policy;
                let forbidden = forbidden(query, module.as_deref(), policy, text, &checked.diagnostics);
                // A place is told once, with the reason that counts.
                findings.retain(|told| told.at.is_none() || forbidden.iter().all(|it| it.at != told.at));
                findings.extend(forbidden);
                if !findings.iter().any(Finding::is_error) {
                    match bound(query.clone(), params) {
                        Ok(filled) => {
                            findings.extend(about_values(&checker, query, &filled, text));
                            outcome = Some(filled);
                        }
                        Err(wrong) => findings.extend(told(&wrong, text)),
                    }
                }
            }
            several => {
                if !several.is_empty() || checked.is_ok() {
                    let message = match several.len() {
                        0 => "there is no query".to_owned(),
                        count => format!("there are {count} queries, and one is run at a time"),
                    };
                    findings = vec![Finding::at("ONE_QUERY", &message, Span::NONE, text)];
                }
            }
        }
        let fixed = fix::all(text, Safety::Unsafe, |text| checker.text(text).diagnostics);
        let fixed = (fixed.applied > 0 && fixed.text != text).then_some(fixed.text);
        if findings.iter().any(Finding::is_error) {
            outcome = None;
        }
        let limited = module.as_deref().filter(|module| module.hides_some());
        if let (Some(Outcome::Runs(query)), Some(module)) = (&mut outcome, limited) {
            name_columns(query, module)?;
        }
        Ok(Checked { findings, fixed, outcome, module, fields })
    }

    /// Codes of all findings, each once.
    pub(crate) fn codes(&self) -> Vec<String> {
        let codes: BTreeSet<&String> = self.findings.iter().map(|finding| &finding.code).collect();
        codes.into_iter().cloned().collect()
    }
}

fn told(diagnostics: &[Diagnostic], source: &str) -> Vec<Finding> {
    diagnostics.iter().map(|diagnostic| Finding::new(diagnostic, source)).collect()
}

/// Where a query touches what it must not, beside what was found already: what is no field at all is told by a rule.
fn forbidden(
    query: &Query,
    module: Option<&Described>,
    policy: &Policy,
    source: &str,
    found: &[Diagnostic],
) -> Vec<Finding> {
    let name = query.module.as_str();
    if !policy.shows(name) {
        let message = format!("the module `{name}` is not open to this server");
        let finding = Finding::at("NOT_ALLOWED", &message, query.module.span, source);
        return vec![finding.help("vtql_schema lists the modules that are")];
    }
    let names = FieldNames::of(query);
    let is_told = |field: &Name| {
        let is_hidden = module.is_some_and(|module| module.hides(field.as_str()));
        !is_hidden && found.iter().any(|it| it.is_error() && it.span == field.span)
    };
    let hidden = names.all.iter().filter(|field| !policy.shows_field(name, field.as_str()));
    let hidden = hidden.filter(|field| !is_told(field)).map(|field| {
        let message = format!("the field `{field}` is not open to this server");
        Finding::at("NOT_ALLOWED", &message, field.span, source)
    });
    let masked = names.compared.iter().filter(|field| policy.masks(name, field.as_str()));
    let masked = masked.map(|field| {
        let message = format!("the values of `{field}` are masked, so nothing can be asked about them");
        Finding::at("MASKED", &message, field.span, source)
    });
    hidden.chain(masked).collect()
}

/// The fields that a query names.
#[derive(Default)]
struct FieldNames {
    all: Vec<Name>,
    /// Those whose values decide about rows or their order.
    compared: Vec<Name>,
    in_select: bool,
}

impl FieldNames {
    fn of(query: &Query) -> Self {
        let mut names = FieldNames::default();
        let ControlFlow::Continue(()) = names.visit_query(query);
        names
    }
}

impl<'a> Visit<'a> for FieldNames {
    type Break = Infallible;

    fn visit_select(&mut self, select: &'a Select) -> ControlFlow<Infallible> {
        self.in_select = true;
        let walked = visit::walk_select(self, select);
        self.in_select = false;
        walked
    }

    fn visit_field(&mut self, field: &'a Name) -> ControlFlow<Infallible> {
        self.all.push(field.clone());
        if !self.in_select {
            self.compared.push(field.clone());
        }
        ControlFlow::Continue(())
    }
}

fn seen_fields(query: &Query, module: Option<&Described>) -> Vec<String> {
    let Some(module) = module else { return Vec::new() };
    let names = FieldNames::of(query);
    let known = names.all.iter().map(Name::as_str).filter(|name| module.view.field(name).is_some());
    known.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}

/// `*` becomes the names of the fields that can be seen.
fn name_columns(query: &mut Query, module: &Described) -> Result<(), Trouble> {
    if let Select::All(_) = query.select {
        let names = module.view.fields().iter().map(|field| field.name.as_str());
        let names = names.map(Name::new).collect::<Result<Vec<_>, _>>();
        let names = names.and_then(List::new);
        query.select = Select::Fields(names.map_err(|error| Trouble::new("SCHEMA", error.to_string()))?);
    }
    Ok(())
}

/// What is found in a query with its values, and was not without them.
fn about_values(checker: &Checker<'_>, query: &Query, filled: &Outcome, text: &str) -> Vec<Finding> {
    let Outcome::Runs(filled) = filled else { return Vec::new() };
    let known = checker.query_in(query, text);
    let mut found = checker.query_in(filled, text);
    found.retain(|finding| !known.contains(finding));
    told(&found, text)
}

/// The query with values in the place of its parameters.
fn bound(query: Query, params: &Map<String, Value>) -> Result<Outcome, Vec<Diagnostic>> {
    let counts = query.limit.iter().flat_map(|Limit { offset, count, .. }| offset.iter().chain([count]));
    let counts: Vec<Span> = counts.map(Spanned::span).collect();
    let mut taken = BTreeSet::new();
    let filled = bind(query, |param: &Param| {
        let name = param.expression();
        taken.insert(name.to_owned());
        match params.get(name) {
            None | Some(Value::Null) if param.optional => Ok(Bound::LeftOut),
            None => Err(format!("the parameter `{{{name}}}` has no value: give it in `params`")),
            Some(value) => value_of(value, counts.contains(&param.span)),
        }
    });
    let unused = params.keys().filter(|name| !taken.contains(*name)).map(|name| {
        let message = format!("the query has no parameter `{{{name}}}`");
        Diagnostic::error(codes::UNBOUND_PARAMETER, Span::NONE, message)
    });
    let unused: Vec<Diagnostic> = unused.collect();
    match filled {
        Ok(outcome) if unused.is_empty() => Ok(outcome),
        Ok(_) => Err(unused),
        Err(errors) => Err(errors.into_iter().chain(unused).collect()),
    }
}

fn value_of(value: &Value, is_count: bool) -> Result<Bound, String> {
    match value {
        Value::Array(list) => {
            let list = list.iter().map(|value| literal(value, is_count)).collect::<Result<_, _>>()?;
            Ok(Bound::Many(list))
        }
        value => literal(value, is_count).map(Bound::One),
    }
}

fn literal(value: &Value, is_count: bool) -> Result<Literal, String> {
    match value {
        Value::String(text) => Ok(match text.parse::<u32>() {
            Ok(count) if is_count => Literal::integer(count.into()),
            _ => Literal::string(text),
        }),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Ok(Literal::integer(number)),
            None => Literal::decimal(&number.to_string())
                .map_err(|_| format!("write {number} with digits alone, as a text")),
        },
        Value::Bool(is) => Ok(Literal::integer((*is).into())),
        Value::Null => Err("null is no value: write `is empty` in the query".to_owned()),
        Value::Array(_) | Value::Object(_) => Err("a value is a text, a number or true or false".to_owned()),
    }
}
