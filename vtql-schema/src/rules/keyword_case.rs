use super::{Context, rule::rule};
use std::convert::Infallible;
use std::ops::ControlFlow;
use vtql_parser::ast::{Literal, Name, Param};
use vtql_parser::diagnostic::{Edit, Fix, Safety};
use vtql_parser::visit::Visit;
use vtql_parser::{Diagnostic, Span};

rule! {
    /// A keyword is not in small letters
    ///
    /// ## What it does
    /// Reports keywords with capital letters. It is off unless it is asked for.
    ///
    /// ## Why
    /// Keywords ignore case, names do not. With keywords in small letters every capital letter matters.
    ///
    /// ## Example
    /// ```vtql
    /// SELECT id FROM Contacts;
    /// ```
    ///
    /// ## Fix
    /// Write `select id from Contacts;`, or let `vtql fmt` do it. This fix can be applied safely.
    "V305", "keyword-case", Allow, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let keywords: Vec<Span> = keywords(cx)
        .into_iter()
        .filter(|span| span.slice(cx.source).bytes().any(|b| b.is_ascii_uppercase()))
        .collect();
    let Some(first) = keywords.first() else { return };
    let lower = |span: &Span| Edit { span: *span, text: span.slice(cx.source).to_ascii_lowercase() };
    let message = match keywords.len() {
        1 => "a keyword is not in small letters".to_owned(),
        count => format!("{count} keywords are not in small letters"),
    };
    let mut finding = RULE.finding(*first, message).label("here");
    let edits = keywords.iter().map(lower).collect();
    finding.fixes.push(Fix { title: "write keywords in small letters".to_owned(), safety: Safety::Safe, edits });
    findings.push(finding);
}

/// The words of the query that are neither names nor values nor in comments.
fn keywords(cx: &Context<'_>) -> Vec<Span> {
    let mut leaves = Leaves::default();
    let ControlFlow::Continue(()) = leaves.visit_query(cx.query);
    leaves.0.sort();
    leaves.0.push(Span { start: cx.query.span.end, end: cx.query.span.end });
    let mut words = Vec::new();
    let mut from = cx.query.span.start;
    for leaf in leaves.0 {
        let gap = Span { start: from, end: leaf.start };
        words_of(gap.slice(cx.source), from as usize, &mut words);
        from = from.max(leaf.end);
    }
    words
}

fn words_of(gap: &str, offset: usize, words: &mut Vec<Span>) {
    let mut rest = gap;
    let at = |rest: &str| offset + gap.len() - rest.len();
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("--") {
            rest = comment.find('\n').map_or("", |end| &comment[end..]);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
        } else if first.is_ascii_alphabetic() {
            let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            words.push(Span::new(at(rest), at(rest) + length));
            rest = &rest[length..];
        } else {
            rest = &rest[first.len_utf8()..];
        }
    }
}

#[derive(Default)]
struct Leaves(Vec<Span>);

impl<'a> Visit<'a> for Leaves {
    type Break = Infallible;

    fn visit_module(&mut self, module: &'a Name) -> ControlFlow<Infallible> {
        self.0.push(module.span);
        ControlFlow::Continue(())
    }
    fn visit_field(&mut self, field: &'a Name) -> ControlFlow<Infallible> {
        self.0.push(field.span);
        ControlFlow::Continue(())
    }
    fn visit_literal(&mut self, literal: &'a Literal) -> ControlFlow<Infallible> {
        self.0.push(literal.span);
        ControlFlow::Continue(())
    }
    fn visit_param(&mut self, param: &'a Param) -> ControlFlow<Infallible> {
        self.0.push(param.span);
        ControlFlow::Continue(())
    }
}
