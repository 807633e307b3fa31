//! Which comment belongs to which part of a statement.

use crate::ast::{Condition, Query, Select, Spanned};
use crate::span::Span;

/// The comments around one unit of a statement: a column, the module, a predicate, a sort field, the limit.
#[derive(Clone, Default, Debug)]
pub(super) struct Around {
    /// On lines of their own before it.
    pub(super) before: Vec<String>,
    /// On the line where it ends.
    pub(super) after: Vec<String>,
}

/// The comments of a text, handed out to the units of its statements in order.
pub(super) struct Comments {
    /// One for each unit of all statements, in order of the text.
    units: Vec<Around>,
    next: usize,
    /// What follows the last statement.
    pub(super) rest: Vec<String>,
}

impl Comments {
    /// A tree without a text has none.
    pub(super) fn none() -> Self {
        Comments { units: Vec::new(), next: 0, rest: Vec::new() }
    }

    /// A comment that starts on the line where a unit ends belongs behind that unit; any other before
    /// the unit that follows it.
    pub(super) fn attach(source: &str, statements: &[Query], comments: &[Span]) -> Self {
        let spans: Vec<Span> = statements.iter().flat_map(units).collect();
        let mut units = vec![Around::default(); spans.len()];
        let mut rest = Vec::new();
        let mut line = Line::default();
        for comment in comments {
            let text = comment.slice(source).trim_end().to_owned();
            let following = spans.partition_point(|unit| unit.end <= comment.start);
            match following.checked_sub(1) {
                Some(previous) if line.reaches(source, spans[previous].end, comment.start) => {
                    units[previous].after.push(text);
                }
                _ => match units.get_mut(following) {
                    Some(unit) => unit.before.push(text),
                    None => rest.push(text),
                },
            }
        }
        Comments { units, next: 0, rest }
    }

    /// What stands before the next unit.
    pub(super) fn before(&mut self) -> Vec<String> {
        self.units.get_mut(self.next).map(|unit| std::mem::take(&mut unit.before)).unwrap_or_default()
    }

    /// Passes the next `count` units; returns what stands behind them.
    pub(super) fn pass(&mut self, count: usize) -> Vec<String> {
        let units = self.units.iter_mut().skip(self.next).take(count);
        self.next += count;
        units.flat_map(|unit| std::mem::take(&mut unit.after)).collect()
    }

    /// Whether there is none inside the next `count` units: before any but the first, or behind any but
    /// the last.
    pub(super) fn none_inside(&self, count: usize) -> bool {
        let end = (self.next + count).min(self.units.len());
        let ahead = self.units.get(self.next..end).unwrap_or_default();
        ahead.iter().enumerate().all(|(index, unit)| {
            (index == 0 || unit.before.is_empty()) && (index + 1 == count || unit.after.is_empty())
        })
    }
}

/// The line that goes on behind a place.
#[derive(Default)]
struct Line {
    start: u32,
    /// How far it was followed, and whether it had ended by then.
    end: u32,
    ended: bool,
    /// How many bytes were looked at.
    steps: usize,
}

impl Line {
    /// Whether it goes on from `start` to `end`. Asked in order of the text, it looks at each byte once.
    fn reaches(&mut self, source: &str, start: u32, end: u32) -> bool {
        if self.start != start {
            (self.start, self.end, self.ended) = (start, start, false);
        }
        let between = source.get(self.end as usize..end as usize).unwrap_or("\n");
        self.steps += between.len();
        self.ended |= between.contains('\n');
        self.end = end;
        !self.ended
    }
}

/// The places of a statement's units, in order of the text.
fn units(query: &Query) -> Vec<Span> {
    let mut spans = Vec::new();
    match &query.select {
        Select::All(span) => spans.push(*span),
        Select::Fields(names) => spans.extend(names.iter().map(|name| name.span)),
        Select::Count(count) => {
            spans.push(count.span);
            spans.extend(count.ignored.iter().map(|name| name.span));
        }
    }
    spans.push(query.module.span);
    if let Some(filter) = &query.filter {
        push_predicates(&mut spans, filter);
    }
    if let Some(order) = &query.order_by {
        spans.extend(order.fields.iter().map(|name| name.span));
        if let Some(last) = spans.last_mut() {
            last.end = last.end.max(order.span.end);
        }
    }
    spans.extend(query.limit.as_ref().map(|limit| limit.span));
    spans
}

fn push_predicates(spans: &mut Vec<Span>, condition: &Condition) {
    match condition {
        Condition::Predicate(_) | Condition::Unknown(_) => spans.push(condition.span()),
        _ => condition.parts().iter().for_each(|part| push_predicates(spans, part)),
    }
}

/// How many units a condition has, unless they are more than `most`.
pub(super) fn unit_count(condition: &Condition, most: usize) -> Option<usize> {
    match condition {
        Condition::Predicate(_) | Condition::Unknown(_) => (most > 0).then_some(1),
        _ => {
            condition.parts().iter().try_fold(0, |count, part| Some(count + unit_count(part, most - count)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Dialect, parse};
    use crate::print::{Style, format};

    /// Texts with `n` comments, in the ways that they can stand.
    fn commented(n: usize) -> Vec<String> {
        let many = |comment: &str| comment.repeat(n);
        vec![
            format!("select id from M {} where a = 1;", many("/* x */")),
            format!("select id {} from M where a = 1;", many("/* x */ ")),
            format!("{} select id from M;", many("/**/")),
            format!("select id from M; {}", many("/* x */")),
            format!("select id from M; {} select id from M;", many("/* x */")),
            format!("select id from M where a in (1 {});", many("/*x*/, 2")),
            format!("select id from M where a = 1 {}", many("/* x */ and b = 2 ")),
            format!("select id from M\n{} where a = 1;", many("-- x\n")),
            format!("select id from M {} limit 5;", many("/* x\n */")),
            format!("select id {} from M;", many(", /* é */ b /* x */")),
            format!("select id from M where a = 1 {} order by a;", many("-- x\n or b = 2")),
            many("select id from M /* x */; /* y */"),
        ]
    }

    #[test]
    fn each_byte_between_comments_is_looked_at_once() {
        for text in commented(300) {
            let parsed = parse(&text, Dialect::Surface);
            assert!(parsed.is_ok(), "{text}");
            let ends: Vec<u32> = parsed.statements.iter().flat_map(units).map(|unit| unit.end).collect();
            let mut line = Line::default();
            for comment in &parsed.comments {
                let following = ends.partition_point(|end| *end <= comment.start);
                if let Some(previous) = following.checked_sub(1) {
                    line.reaches(&text, ends[previous], comment.start);
                }
            }
            assert!(line.steps <= text.len(), "{} steps for {} bytes: {text}", line.steps, text.len());
        }
    }

    /// A look at all that is behind a unit for each comment would take an hour here.
    #[test]
    fn a_megabyte_of_comments_is_laid_out() {
        for text in commented(100_000) {
            let laid_out = format(&text, Dialect::Surface, &Style::default()).expect("valid");
            assert_eq!(laid_out.matches(['-', '*']).count(), text.matches(['-', '*']).count());
        }
    }
}
