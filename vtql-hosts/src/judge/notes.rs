//! What is to be said about the holes themselves, and about paging by a text.

use super::stand_in::StandIn;
use crate::Language;
use crate::query::{Hole, Query};
use std::convert::Infallible;
use std::ops::ControlFlow;
use vtql_parser::ast::{Name, Predicate, Spanned};
use vtql_parser::visit::Visit;
use vtql_parser::{Diagnostic, Dialect, Span};
use vtql_schema::rules::{Levels, Rule, find};
use vtql_schema::types::Domain;
use vtql_schema::{Checked, Snapshot};

/// The findings about what a program fills in.
pub(super) fn notes(
    query: &Query,
    stand_in: &StandIn,
    checked: &Checked,
    dialect: Dialect,
    language: Language,
    snapshot: Option<&Snapshot>,
    levels: &Levels,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if dialect != Dialect::Wire {
        return findings;
    }
    let values = Values::of(checked, stand_in);
    let holes: Vec<&Hole> = query.holes().iter().filter(|hole| values.is_value(stand_in, hole)).collect();
    if let Some(rule) = find("V220")
        && let Some(hole) = holes.iter().find(|hole| !is_number(hole))
    {
        let message = "a value is joined into the text of the query";
        let finding = report(rule, levels, place(stand_in, hole), message);
        findings.extend(
            finding.map(|it| {
                it.label("a quote or a backslash in it changes the query").help(escape_in(language))
            }),
        );
    }
    findings.extend(unquoted(query, stand_in, &values, snapshot, levels));
    findings.extend(double_quoted(query, stand_in, levels));
    findings.extend(paging(query, stand_in, checked, levels));
    findings
}

fn report(rule: &Rule, levels: &Levels, span: Span, message: impl Into<String>) -> Option<Diagnostic> {
    Some(Diagnostic::new(rule.code(), levels.of(rule).severity()?, span, message))
}

/// Where what stands in for a hole is in the text that was checked.
fn place(stand_in: &StandIn, hole: &Hole) -> Span {
    let wanted = |span: &&Span| {
        let host = stand_in.map.host(span.range());
        host.start <= hole.range.start && hole.range.end <= host.end
    };
    stand_in.spans.iter().find(wanted).copied().unwrap_or(Span::NONE)
}

/// The tests of a query whose value is filled in.
#[derive(Default)]
struct Values {
    /// The field, the operator `=` or another, and the span of the value.
    tests: Vec<(String, bool, Span)>,
}

impl<'a> Visit<'a> for Values {
    type Break = Infallible;

    fn visit_predicate(&mut self, predicate: &'a Predicate) -> ControlFlow<Infallible> {
        let is_equal = matches!(predicate, Predicate::Compare(_));
        for value in predicate.values() {
            self.tests.push((predicate.field().to_string(), is_equal, value.span()));
        }
        ControlFlow::Continue(())
    }
}

impl Values {
    fn of(checked: &Checked, stand_in: &StandIn) -> Self {
        let mut values = Values::default();
        for statement in &checked.statements {
            let ControlFlow::Continue(()) = values.visit_query(statement);
        }
        values.tests.retain(|(_, _, span)| stand_in.spans.contains(span));
        values
    }

    fn is_value(&self, stand_in: &StandIn, hole: &Hole) -> bool {
        let place = place(stand_in, hole);
        // A text with mistakes has no tree to say what is a value; quotes do.
        self.tests.iter().any(|(_, _, span)| *span == place) || hole.is_quoted
    }
}

/// Whether what is filled in is a number, by how it is written.
fn is_number(hole: &Hole) -> bool {
    let name = hole.name.to_ascii_lowercase();
    let converts = ["(int)", "intval(", "number(", "parseint(", "int(", "parsefloat(", "(float)"];
    matches!(name.as_str(), "d" | "i" | "u" | "ld") || converts.iter().any(|it| name.starts_with(it))
}

/// `lastname = {name}`: text without quotes.
fn unquoted(
    query: &Query,
    stand_in: &StandIn,
    values: &Values,
    snapshot: Option<&Snapshot>,
    levels: &Levels,
) -> Vec<Diagnostic> {
    let (Some(rule), Some(snapshot)) = (find("V221"), snapshot) else { return Vec::new() };
    let mut words =
        query.text().split_whitespace().skip_while(|word| !word.eq_ignore_ascii_case("from")).skip(1);
    let module = words.next().and_then(|word| snapshot.module(word.trim_end_matches(';')));
    let Some(module) = module else { return Vec::new() };
    let mut findings = Vec::new();
    for hole in query.holes().iter().filter(|hole| !hole.is_quoted && is_plain_name(&hole.name)) {
        let place = place(stand_in, hole);
        let test = values.tests.iter().find(|(_, is_equal, span)| *is_equal && *span == place);
        let Some((field, ..)) = test else { continue };
        let is_text =
            module.field(field).is_some_and(|field| Domain::of(&field.name, &field.ty) == Domain::Text);
        if is_text {
            let message = format!("`{field}` is text, and what is filled in has no quotes around it");
            let finding = report(rule, levels, place, message);
            findings
                .extend(finding.map(|it| it.help("write quotes around it, and double those in the value")));
        }
    }
    findings
}

/// Whether a hole is filled in with a variable that nothing says to be quoted already.
fn is_plain_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let hints = ["quot", "esc", "sql", "lit", "json", "param", "val", "cond", "str("];
    let is_name = |char: char| char.is_alphanumeric() || "_$@.->".contains(char);
    name.len() > 1 && name.chars().all(is_name) && !hints.iter().any(|hint| lower.contains(hint))
}

/// `"{name}"`: the server takes no literals in double quotes.
fn double_quoted(query: &Query, stand_in: &StandIn, levels: &Levels) -> Vec<Diagnostic> {
    let Some(rule) = find("V222") else { return Vec::new() };
    let before = |hole: &Hole| query.text().get(..hole.range.start).and_then(|text| text.chars().next_back());
    let quoted = query.holes().iter().filter(|hole| hole.is_quoted && before(hole) == Some('"'));
    quoted
        .filter_map(|hole| {
            let message = "the server takes text in single quotes only";
            let help = "write single quotes, and double those in the value";
            Some(report(rule, levels, place(stand_in, hole), message)?.help(help))
        })
        .collect()
}

/// Pages by an order that ties, and pages by a time alone.
fn paging(query: &Query, stand_in: &StandIn, checked: &Checked, levels: &Levels) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let is_hole = |span: Span| stand_in.spans.contains(&span);
    let names_last = |span: Span| {
        let host = stand_in.map.host(span.range());
        query.holes().iter().filter(|hole| host.start <= hole.range.start && hole.range.end <= host.end).any(
            |hole| {
                let name = hole.name.to_ascii_lowercase();
                ["last", "since", "sync", "checkpoint", "cursor", "prev"]
                    .iter()
                    .any(|word| name.contains(word))
            },
        )
    };
    for statement in &checked.statements {
        let order: Vec<&str> =
            statement.order_by.iter().flat_map(|order| &order.fields).map(Name::as_str).collect();
        let offset = statement.limit.as_ref().and_then(|limit| limit.offset.as_ref());
        if let (Some(rule), Some(offset)) = (find("V330"), offset)
            && is_hole(offset.span())
            && !order.is_empty()
            && !order.contains(&"id")
            && !stand_in.unknown.order
        {
            let message = format!(
                "pages by `{}`, which several records can have the same value of",
                order.join("`, `")
            );
            let help = "records that tie are in no fixed order, so that one can be missed and another come twice: \
                add `id` as the last field of the order, or page by `id > '…' order by id`";
            findings.extend(report(rule, levels, offset.span(), message).map(|it| it.help(help)));
        }
        let mut values = Values::default();
        let ControlFlow::Continue(()) = values.visit_query(statement);
        let by_time = values.tests.iter().find(|(field, _, span)| {
            matches!(field.as_str(), "modifiedtime" | "createdtime") && is_hole(*span) && names_last(*span)
        });
        let by_id = values.tests.iter().any(|(field, ..)| field == "id");
        if let (Some(rule), Some((field, _, span))) = (find("V331"), by_time)
            && statement.limit.is_some()
            && !by_id
        {
            let message = format!("pages by `{field}` alone");
            let help = "records of the same second that do not fit into one page are missed: order by the time and \
                `id`, ask from the same second on (`>=`), and leave out the ids that are known";
            findings.extend(report(rule, levels, *span, message).map(|it| it.help(help)));
        }
    }
    findings
}

/// How a value is made safe in a language.
#[expect(clippy::match_same_arms, reason = "a table reads better a case a line")]
fn escape_in(language: Language) -> String {
    let how = match language {
        Language::Php => r#"str_replace(["\\", "'"], ["\\\\", "''"], $value)"#,
        Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Html | Language::Json => {
            r#"value.replace(/\\/g, "\\\\").replace(/'/g, "''")"#
        }
        Language::Python => r#"value.replace("\\", "\\\\").replace("'", "''")"#,
        Language::Java | Language::Kotlin | Language::Scala => {
            r#"value.replace("\\", "\\\\").replace("'", "''")"#
        }
        Language::CSharp => r#"value.Replace("\\", "\\\\").Replace("'", "''")"#,
        Language::Go => r#"strings.NewReplacer(`\`, `\\`, "'", "''").Replace(value)"#,
        Language::Ruby => r#"value.gsub("\\") { "\\\\" }.gsub("'", "''")"#,
        Language::Swift => {
            r#"value.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "''")"#
        }
        Language::ObjectiveC => {
            r#"[[value stringByReplacingOccurrencesOfString:@"\\" withString:@"\\\\"] stringByReplacingOccurrencesOfString:@"'" withString:@"''"]"#
        }
        Language::Rust => "a parameter: vtql!(… = {value})",
        Language::Bash | Language::Yaml => r#"sed -e 's/\\/\\\\/g' -e "s/'/''/g""#,
        Language::Markdown => return "double the quotes and backslashes of the value".to_owned(),
    };
    format!("double its backslashes and quotes: `{how}`")
}
