use super::{Context, rule::rule};
use std::collections::BTreeMap;
use vtql_parser::ast::{Condition, Spanned};
use vtql_parser::diagnostic::{Edit, Fix, Safety};
use vtql_parser::{Diagnostic, Dialect, Span, TokenKind};

rule! {
    /// `and` and `or` are mixed without parentheses
    ///
    /// ## What it does
    /// Notes an `or` between terms that are joined by `and`, where no parentheses show what belongs
    /// together.
    ///
    /// ## Why
    /// `a and b or c` is `(a and b) or c`: `and` binds tighter, on the server as in every SQL. Whoever
    /// meant `a and (b or c)` gets other records.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where lastname = 'Ng' or lastname = 'Smith' and firstname = 'John';
    /// ```
    ///
    /// ## Fix
    /// In the surface dialect write the parentheses, which can be done safely. The wire has none: see
    /// that each alternative repeats what it needs, `a and b or a and c`.
    "V307", "mixed-connectives", Note, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut open: Vec<&Condition> = cx.query.filter.iter().collect();
    let mut parentheses = None;
    while let Some(condition) = open.pop() {
        match condition {
            Condition::Or(terms) => {
                let is_group = |term: &Condition| matches!(term, Condition::And(_));
                if terms.iter().any(is_group) {
                    let parentheses = parentheses.get_or_insert_with(|| Parentheses::of(cx));
                    let spans: Vec<Span> = terms.iter().map(Spanned::span).collect();
                    let bare: Vec<Span> = (0..terms.len())
                        .filter(|term| is_group(&terms[*term]) && !parentheses.surround(&spans, *term))
                        .map(|term| spans[term])
                        .collect();
                    // What is not known may be a group, or its last part begin one, and this the wrong place.
                    let open_before = |first: &Span| {
                        terms.iter().take_while(|it| it.span().start <= first.start).any(begins_unknown)
                    };
                    if let Some(first) = bare.first().filter(|first| !open_before(first)) {
                        findings.push(finding(cx, *first, &bare));
                    }
                }
                open.extend(terms.iter());
            }
            Condition::And(terms) => open.extend(terms.iter()),
            Condition::Not(not) => open.push(&not.condition),
            _ => {}
        }
    }
}

/// Whether the first condition of a term is not known.
fn begins_unknown(term: &Condition) -> bool {
    match term {
        Condition::And(terms) => terms.iter().next().is_some_and(|it| matches!(it, Condition::Unknown(_))),
        other => matches!(other, Condition::Unknown(_)),
    }
}

fn finding(cx: &Context<'_>, first: Span, bare: &[Span]) -> Diagnostic {
    let finding = RULE
        .finding(first, "`and` binds tighter than the `or` beside it")
        .label("these conditions belong together");
    if cx.dialect == Dialect::Wire {
        return finding.help("if an alternative was meant to share a condition, repeat it: `a and b or a and c`");
    }
    let mut finding = finding.help("write parentheses around what belongs together");
    let edits = bare.iter().flat_map(|span| {
        let edge = |at| Span { start: at, end: at };
        [
            Edit { span: edge(span.start), text: "(".to_owned() },
            Edit { span: edge(span.end), text: ")".to_owned() },
        ]
    });
    let title = "add parentheses".to_owned();
    finding.fixes.push(Fix { title, safety: Safety::Safe, edits: edits.collect() });
    finding
}

/// The pairs of parentheses of a query, by where they open.
struct Parentheses(BTreeMap<u32, u32>);

impl Parentheses {
    fn of(cx: &Context<'_>) -> Self {
        let (mut pairs, mut open) = (BTreeMap::new(), Vec::new());
        for token in cx.tokens.inside(cx.query.span) {
            match token.kind {
                TokenKind::Open => open.push(token.span.start),
                TokenKind::Close => pairs.extend(open.pop().map(|from| (from, token.span.start))),
                _ => {}
            }
        }
        Parentheses(pairs)
    }

    /// Whether a pair surrounds one of the terms of a disjunction, and no other.
    fn surround(&self, terms: &[Span], term: usize) -> bool {
        let it = terms[term];
        let from = term.checked_sub(1).map_or(0, |before| terms[before].end);
        let most = terms.get(term + 1).map_or(u32::MAX, |behind| behind.start);
        from < it.start && self.0.range(from..it.start).any(|(_, close)| *close >= it.end && *close < most)
    }
}
