//! What is to be said about the holes themselves, and about paging by a text.

use super::quoting::{is_number, may_be_quoted};
use crate::Language;
use crate::query::{Hole, Query};
use std::convert::Infallible;
use std::ops::ControlFlow;
use vtql_parser::ast::{Gap, Name, OrderBy, Predicate, Query as Statement, Value};
use vtql_parser::visit::Visit;
use vtql_parser::{Diagnostic, Span};
use vtql_schema::Snapshot;
use vtql_schema::rules::{Levels, Rule, find};
use vtql_schema::types::Domain;

/// A query that goes to the server as its program puts it together.
pub(super) struct Program<'a> {
    pub(super) query: &'a Query,
    pub(super) file: &'a str,
    pub(super) language: Language,
    pub(super) snapshot: Option<&'a Snapshot>,
    pub(super) levels: &'a Levels,
}

impl Program<'_> {
    /// The findings about what it fills in.
    pub(super) fn notes(&self, statements: &[Statement]) -> Vec<Diagnostic> {
        let tests: Vec<Test<'_>> = statements.iter().flat_map(tests).collect();
        let mut findings: Vec<Diagnostic> = self.joined(&tests).into_iter().collect();
        findings.extend(statements.iter().flat_map(|statement| self.unquoted(statement)));
        findings.extend(self.double_quoted());
        findings.extend(statements.iter().flat_map(|statement| self.paging(statement)));
        findings
    }

    fn report(&self, code: &str, span: Span, message: impl Into<String>) -> Option<Diagnostic> {
        let rule: &Rule = find(code)?;
        Some(Diagnostic::new(rule.code(), self.levels.of(rule).severity()?, span, message))
    }

    /// A value is joined into the text: the first of those that are.
    fn joined(&self, tests: &[Test<'_>]) -> Option<Diagnostic> {
        let place = |hole: &Hole| {
            let tested = tests.iter().find(|test| test.holds(hole)).map(|test| test.value.span());
            // A text with mistakes has no tree to say what is a value; quotes do.
            tested.or_else(|| hole.is_quoted.then(|| span(hole)))
        };
        let place = self.query.holes().iter().filter(|hole| !is_number(&hole.name)).find_map(place)?;
        let message = "a value is joined into the text of the query";
        let finding = self.report("V220", place, message)?;
        let label = "a quote or a backslash in it changes the query";
        Some(finding.label(label).help(escape_in(self.language)))
    }

    /// `lastname = {name}`: text without quotes.
    fn unquoted(&self, statement: &Statement) -> Vec<Diagnostic> {
        let known = self.snapshot.filter(|_| statement.module.gap().is_none());
        let Some(module) = known.and_then(|snapshot| snapshot.module(statement.module.as_str())) else {
            return Vec::new();
        };
        let is_text = |test: &Test<'_>| {
            let field = module.field(test.field).filter(|_| test.field.gap().is_none());
            field.is_some_and(|field| Domain::of(&field.name, &field.ty) == Domain::Text)
        };
        let mut findings = Vec::new();
        for test in tests(statement).iter().filter(|test| test.is_equal && is_text(test)) {
            // A value that is filled in whole.
            let hole =
                self.query.holes().iter().find(|hole| !hole.is_quoted && test.value.span() == span(hole));
            let Some(hole) = hole else { continue };
            if may_be_quoted(&hole.name, self.file, self.language) {
                continue;
            }
            let message =
                format!("`{}` is text, and what is filled in has no quotes around it", test.field.as_str());
            let finding = self.report("V221", span(hole), message);
            findings
                .extend(finding.map(|it| it.help("write quotes around it, and double those in the value")));
        }
        findings
    }

    /// `"{name}"`: the server takes no literals in double quotes.
    fn double_quoted(&self) -> Vec<Diagnostic> {
        let text = self.query.text();
        let before = |hole: &Hole| text.get(..hole.range.start).and_then(|text| text.chars().next_back());
        let quoted = self.query.holes().iter().filter(|hole| hole.is_quoted && before(hole) == Some('"'));
        let report = |hole: &Hole| {
            let finding = self.report("V222", span(hole), "the server takes text in single quotes only")?;
            Some(finding.help("write single quotes, and double those in the value"))
        };
        quoted.filter_map(report).collect()
    }

    /// Pages by an order that ties, and pages by a time alone.
    fn paging(&self, statement: &Statement) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let offset = statement.limit.as_ref().and_then(|limit| limit.offset.as_ref());
        if let (Some(Value::Gap(offset)), Some(order)) = (offset, &statement.order_by)
            && let Some(names) = names(statement, order, offset)
            && !names.contains(&"id")
        {
            let message = format!(
                "pages by `{}`, which several records can have the same value of",
                names.join("`, `")
            );
            let help = "records that tie are in no fixed order, so that one can be missed and another come twice: \
                add `id` as the last field of the order, or page by `id > '…' order by id`";
            findings.extend(self.report("V330", offset.span(), message).map(|it| it.help(help)));
        }
        let tests = tests(statement);
        let is = |test: &Test<'_>, names: &[&str]| {
            test.field.gap().is_none() && names.contains(&test.field.as_str())
        };
        let by_time =
            tests.iter().find(|test| is(test, &["modifiedtime", "createdtime"]) && self.goes_on(test));
        let by_id = tests.iter().any(|test| is(test, &["id"]));
        if let Some(test) = by_time
            && statement.limit.is_some()
            && !by_id
        {
            let message = format!("pages by `{}` alone", test.field.as_str());
            let help = "records of the same second that do not fit into one page are missed: order by the time and \
                `id`, ask from the same second on (`>=`), and leave out the ids that are known";
            findings.extend(self.report("V331", test.value.span(), message).map(|it| it.help(help)));
        }
        findings
    }

    /// Whether what is filled in is named as the place where another run ended.
    fn goes_on(&self, test: &Test<'_>) -> bool {
        let words = ["last", "since", "sync", "checkpoint", "cursor", "prev"];
        self.query.holes().iter().filter(|hole| test.holds(hole)).any(|hole| {
            let name = hole.name.to_ascii_lowercase();
            words.iter().any(|word| name.contains(word))
        })
    }
}

fn span(hole: &Hole) -> Span {
    Span::new(hole.range.start, hole.range.end)
}

/// The fields of an order; `None` when others may be filled in, or a direction.
fn names<'a>(statement: &'a Statement, order: &'a OrderBy, offset: &Gap) -> Option<Vec<&'a str>> {
    let start = order.fields.iter().map(|name| name.span.start).min()?;
    let between = |gap: &&Gap| start <= gap.span().start && gap.span().start < offset.span().start;
    let is_known = !statement.gaps().iter().any(between);
    is_known.then(|| order.fields.iter().map(Name::as_str).collect())
}

/// A test whose value is filled in.
struct Test<'a> {
    field: &'a Name,
    /// Whether it is a comparison: `=`, `<` and the like.
    is_equal: bool,
    value: &'a Gap,
}

impl Test<'_> {
    /// Whether a hole is its value, or a part of it.
    fn holds(&self, hole: &Hole) -> bool {
        let (value, hole) = (self.value.span(), span(hole));
        value.start <= hole.start && hole.end <= value.end
    }
}

/// The tests of a statement whose value is filled in.
fn tests(statement: &Statement) -> Vec<Test<'_>> {
    #[derive(Default)]
    struct Tests<'a>(Vec<Test<'a>>);
    impl<'a> Visit<'a> for Tests<'a> {
        type Break = Infallible;
        fn visit_predicate(&mut self, predicate: &'a Predicate) -> ControlFlow<Infallible> {
            let is_equal = matches!(predicate, Predicate::Compare(_));
            for value in predicate.values() {
                if let Value::Gap(value) = value {
                    self.0.push(Test { field: predicate.field(), is_equal, value });
                }
            }
            ControlFlow::Continue(())
        }
    }
    let mut tests = Tests::default();
    let ControlFlow::Continue(()) = tests.visit_query(statement);
    tests.0
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
