//! A whole text: its syntax, what stands in the way of compiling it, and the rules, with what its
//! comments allow.

use crate::checker::Checker;
use crate::rules::{self, UnknownRule, unknown_directive};
use vtql_parser::ast::Query;
use vtql_parser::{Diagnostic, Dialect, Span, lower, parse};

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

pub(crate) fn check(checker: &Checker<'_>, source: &str) -> Checked {
    let Checker { dialect, snapshot, levels } = checker;
    let parsed = parse(source, *dialect);
    let mut diagnostics = parsed.diagnostics;
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
    let mut from = 0;
    for statement in &parsed.statements {
        let end = end_of_line(source, statement.span.end as usize);
        let scope = from..end;
        let mut levels = levels.clone();
        for directive in &directives {
            if directive.whole_text || scope.contains(&(directive.span.start as usize)) {
                directive.allow.iter().for_each(|rule| levels.allow(rule));
            }
        }
        diagnostics.extend(rules::check(statement, source, *dialect, *snapshot, &levels));
        if *dialect == Dialect::Surface
            && let Err(errors) = lower::lower(statement)
        {
            let known = |error: &Diagnostic| {
                diagnostics.iter().any(|it| it.code == error.code && it.span == error.span)
            };
            let new: Vec<Diagnostic> = errors.into_iter().filter(|error| !known(error)).collect();
            diagnostics.extend(new);
        }
        from = end;
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    Checked { statements: parsed.statements, diagnostics }
}

fn end_of_line(source: &str, at: usize) -> usize {
    source.get(at..).and_then(|rest| rest.find('\n')).map_or(source.len(), |length| at + length)
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
        let (list, _) = list.split_once(')')?;
        let mut directive = Directive { span, whole_text, allow: Vec::new(), unknown: Vec::new() };
        for selector in list.split(',').map(str::trim).filter(|selector| !selector.is_empty()) {
            match rules::select(selector) {
                Ok(rules) => directive.allow.extend(rules),
                Err(unknown) => {
                    let at = comment.find(selector).unwrap_or_default() + span.start as usize;
                    directive.unknown.push((Span::new(at, at + selector.len()), unknown));
                }
            }
        }
        Some(directive)
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
    fn what_cannot_be_compiled_is_reported_once() {
        assert_eq!(codes("select id from Leads where lastname not like 'S%';").len(), 1);
        assert_eq!(codes("select id from Leads where lastname = Smith;"), [codes::BARE_WORD.to_string()]);
    }
}
