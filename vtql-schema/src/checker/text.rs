//! A whole text: its syntax, what stands in the way of compiling it, and the rules, with what its
//! comments allow.

use super::Checker;
use crate::rules::{self, Levels, UnknownRule, unknown_directive};
use std::collections::HashSet;
use vtql_parser::ast::Query;
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Columns, Diagnostic, Dialect, LineIndex, Parsed, Severity, Span, lower};

/// What a text holds, and everything that was found in it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Checked {
    /// The statements that could be read, in order.
    pub statements: Vec<Query>,
    /// Everything that was found, in order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Whether there is no error.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

pub(super) fn check(checker: &Checker<'_>, source: &str, mut parsed: Parsed) -> Checked {
    let Checker { dialect, snapshot, levels } = checker;
    let is_right =
        parsed.is_ok() || *dialect == Dialect::Wire && vtql_parser::parse(source, Dialect::Surface).is_ok();
    let mut diagnostics = std::mem::take(&mut parsed.diagnostics);
    let tokens = rules::Tokens::parsed(source, &parsed);
    let directives: Vec<Directive> =
        parsed.comments.iter().filter_map(|span| Directive::read(source, *span)).collect();
    for directive in &directives {
        diagnostics.extend(directive.unknown.iter().filter_map(|(span, unknown)| {
            Some(Diagnostic::new(
                unknown_directive::RULE.code(),
                levels.of(&unknown_directive::RULE).severity()?,
                *span,
                unknown.to_string(),
            ))
        }));
    }
    let mut whole_text = levels.clone();
    directives.iter().filter(|it| it.whole_text).for_each(|it| it.apply(&mut whole_text));
    let mut directives = directives.iter().filter(|it| !it.whole_text).peekable();
    let lines = directives.peek().map(|_| LineIndex::new(source));
    for (index, statement) in parsed.statements.iter().enumerate() {
        let next = parsed.statements.get(index + 1).map(|next| next.span.start);
        let mut levels = whole_text.clone();
        if let Some(lines) = &lines {
            let end = tokens.semicolon(statement.span.end).unwrap_or(Span::new(0, source.len()).end);
            while let Some(directive) = directives.next_if(|it| it.is_of(end, next, lines)) {
                directive.apply(&mut levels);
            }
        }
        diagnostics.extend(rules::check(statement, &tokens, *dialect, *snapshot, &levels));
        if *dialect == Dialect::Surface
            && let Err(errors) = lower::lower(statement)
        {
            // What is not known cannot be compiled, and is no fault of the text, or was said before.
            let gaps: HashSet<Span> = statement.gaps().iter().map(|gap| gap.span()).collect();
            let errors: Vec<Diagnostic> =
                errors.into_iter().filter(|error| !gaps.contains(&error.span)).collect();
            // What cannot be compiled is an error, whatever the level of the rule that says so.
            let found: HashSet<_> = errors.iter().map(|it| (it.code, it.span)).collect();
            for known in &mut diagnostics {
                if found.contains(&(known.code, known.span)) {
                    known.severity = Severity::Error;
                }
            }
            let known: HashSet<_> = diagnostics.iter().map(|it| (it.code, it.span)).collect();
            diagnostics.extend(errors.into_iter().filter(|error| !known.contains(&(error.code, error.span))));
        }
    }
    if !is_right {
        // There is no tree that they could keep.
        diagnostics.iter_mut().flat_map(|it| &mut it.fixes).for_each(|fix| fix.safety = Safety::Unsafe);
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    drop(tokens);
    Checked { statements: parsed.statements, diagnostics }
}

/// `-- vtql: allow(…)`.
struct Directive {
    span: Span,
    whole_text: bool,
    allow: Vec<&'static rules::Rule>,
    unknown: Vec<(Span, UnknownRule)>,
}

impl Directive {
    fn read(source: &str, span: Span) -> Option<Self> {
        let comment = span.slice(source);
        let (_, text) = comment.split_once("vtql:")?;
        let before = &comment[..comment.len() - text.len() - "vtql:".len()];
        if !before.bytes().all(|b| b"-/* \t".contains(&b)) {
            return None;
        }
        let text = text.trim_start();
        let (whole_text, list) = match text.strip_prefix("allow-file(") {
            Some(list) => (true, list),
            None => (false, text.strip_prefix("allow(")?),
        };
        let (list_and_rest, list) = (list, list.split_once(')')?.0);
        let mut directive = Directive { span, whole_text, allow: Vec::new(), unknown: Vec::new() };
        // Where the next part of the list begins.
        let mut from =
            span.start as usize + (comment.len() - text.len()) + (text.len() - list_and_rest.len());
        for part in list.split(',') {
            let selector = part.trim();
            let at = from + (part.len() - part.trim_start().len());
            from += part.len() + 1;
            if selector.is_empty() {
                continue;
            }
            match rules::select(selector) {
                Ok(rules) => directive.allow.extend(rules),
                Err(unknown) => directive.unknown.push((Span::new(at, at + selector.len()), unknown)),
            }
        }
        Some(directive)
    }

    /// Takes its rules out.
    fn apply(&self, levels: &mut Levels) {
        self.allow.iter().for_each(|rule| levels.allow(rule));
    }

    /// Whether it belongs to a statement, of which those before have theirs already: it stands before it,
    /// in it, or behind it on its line with no other statement behind it there.
    fn is_of(&self, end: u32, next: Option<u32>, lines: &LineIndex) -> bool {
        let line = |at: u32| lines.position(at as usize, Columns::Bytes).line;
        let is_one_line = |from: u32, to: u32| from >= to || line(from) == line(to);
        let is_before_next =
            || next.is_some_and(|next| self.span.start >= next || is_one_line(self.span.end, next));
        self.span.start < end || (is_one_line(end, self.span.start) && !is_before_next())
    }
}

#[cfg(test)]
mod tests {
    use crate::Checker;
    use vtql_parser::{Dialect, codes};

    fn codes(text: &str) -> Vec<String> {
        let checked = Checker::new(Dialect::Surface).text(text);
        checked.diagnostics.iter().map(|it| it.code.to_string()).collect()
    }

    const NOISY: &str = "select id from Leads where lastname like '%son' limit 2000, 10";

    #[test]
    fn comments_allow_rules_for_the_statement_that_they_belong_to() {
        assert_eq!(codes(&format!("{NOISY};")), ["V301", "V303", "V306"]);
        assert_eq!(
            codes(&format!("-- vtql: allow(V301, V303)\n{NOISY};\n{NOISY};")),
            ["V306", "V301", "V303", "V306"]
        );
        assert_eq!(codes(&format!("{NOISY}; -- vtql: allow(all)\n{NOISY};")), ["V301", "V303", "V306"]);
        assert_eq!(codes(&format!("{NOISY}; /* vtql: allow-file(V3xx) */\n{NOISY};")), Vec::<String>::new());
        assert_eq!(codes(&format!("-- see vtql: allow(all)\n{NOISY};")), ["V301", "V303", "V306"]);
    }

    #[test]
    fn a_directive_that_names_no_rule_is_reported() {
        let text = "-- vtql: allow(V999, leading-wildcrad)\nselect id from Leads;";
        let checked = Checker::new(Dialect::Surface).text(text);
        let found: Vec<_> =
            checked.diagnostics.iter().map(|it| (it.span.slice(text), it.to_string())).collect();
        assert_eq!(found[0].0, "V999");
        assert_eq!(found[1].0, "leading-wildcrad");
        assert!(found[1].1.ends_with("did you mean `leading-wildcard`?"), "{}", found[1].1);
    }

    #[test]
    fn a_directive_belongs_to_one_statement() {
        const NONE: [&str; 0] = [];
        let noisy = "select id from Leads where lastname like '%son'";
        for (before, between, behind, first, second) in [
            ("-- vtql: allow(V301)\n", "; ", ";", &NONE[..], &["V301"][..]),
            ("/* vtql: allow(V301) */ ", "; ", ";", &NONE, &["V301"]),
            ("", "; /* vtql: allow(V301) */ ", ";", &["V301"], &NONE),
            ("", ";/* vtql: allow(V301) */", ";", &["V301"], &NONE),
            ("", "; -- vtql: allow(V301)\n", ";", &NONE, &["V301"]),
            ("", "; /* vtql: allow(V301) */\n", ";", &NONE, &["V301"]),
            ("", ";\n-- vtql: allow(V301)\n", ";", &["V301"], &NONE),
            ("", ";\n/* vtql: allow(V301) */ ", ";", &["V301"], &NONE),
            ("", " /* vtql: allow(V301) */; ", ";", &NONE, &["V301"]),
            ("", "; ", "; -- vtql: allow(V301)", &["V301"], &NONE),
            ("", "; ", "; /* vtql: allow(V301) */", &["V301"], &NONE),
            ("", "; ", ";\n-- vtql: allow(V301)", &["V301"], &["V301"]),
            ("/* vtql: allow(V301) */ ", "; /* vtql: allow(V301) */ ", ";", &NONE, &NONE),
            ("", "; ", "; -- vtql: allow-file(V301)", &NONE, &NONE),
            ("", "; /* x */ /* vtql: allow(V301) */ /* y */ ", ";", &["V301"], &NONE),
        ] {
            let text = format!("{before}{noisy}{between}{noisy}{behind}");
            let checked = Checker::new(Dialect::Surface).text(&text);
            let start_of_second = checked.statements[1].span.start;
            let (in_first, in_second): (Vec<_>, Vec<_>) =
                checked.diagnostics.iter().partition(|it| it.span.start < start_of_second);
            let codes = |found: Vec<&vtql_parser::Diagnostic>| -> Vec<String> {
                found.into_iter().map(|it| it.code.to_string()).collect()
            };
            assert_eq!(codes(in_first), first, "{text}");
            assert_eq!(codes(in_second), second, "{text}");
        }
    }

    #[test]
    fn each_unknown_rule_of_a_directive_has_its_own_place() {
        for list in [
            "V999, V99",
            "V99, V999",
            "V9,V99,V999",
            "V301, V99",
            "  V99  ,\tx",
            "vtql, allow, V99",
            "a, a",
            ", V99,,V9",
            "V99é, V99",
        ] {
            let text = format!("-- é vtql: allow(x)\n-- vtql: allow({list})\nselect id from Leads;");
            let checked = Checker::new(Dialect::Surface).text(&text);
            let mut from = text.find(list).unwrap();
            let mut expected = Vec::new();
            for part in list.split(',') {
                let name = part.trim();
                if !name.is_empty() && crate::rules::select(name).is_err() {
                    expected.push((from + part.find(name).unwrap(), name));
                }
                from += part.len() + 1;
            }
            let found: Vec<_> =
                checked.diagnostics.iter().map(|it| (it.span.start as usize, it.span.slice(&text))).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_compiled_is_reported_once() {
        assert_eq!(codes("select id from Leads where lastname not like 'S%';").len(), 1);
        assert_eq!(codes("select id from Leads where lastname = Smith;"), [codes::BARE_WORD.to_string()]);
    }
}
