//! Clauses on lines, long lists wrapped, comments kept.

use super::comments::{Comments, unit_count};
use super::inline::{Inline, direction_word};
use super::style::{Case, Style};
use crate::ast::{Condition, In, InValues, Name, Predicate, Query, Select};
use crate::errors::Errors;
use crate::parse::{Dialect, parse};

/// The query with its clauses on lines, and a semicolon.
pub fn pretty(query: &Query, style: &Style) -> String {
    let mut printer = Printer::new(style, Comments::none());
    printer.query(query);
    printer.line.finish()
}

/// A whole text laid out anew: every statement in [`pretty`] form, an empty line between two, every
/// comment kept. A text with errors is not touched: the errors are returned. The dialect of the text
/// goes before that of the style.
///
/// ```
/// use vtql_parser::{Dialect, print};
///
/// let text = "SELECT id, lastname FROM Contacts -- all of them\nwhere city='Rome' AND NOT(lastname like 'S%')";
/// let laid_out = print::format(text, Dialect::Surface, &print::Style::default())?;
/// assert_eq!(laid_out, "\
/// select id, lastname
/// from Contacts -- all of them
/// where city = 'Rome'
///   and not (lastname like 'S%');
/// ");
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub fn format(source: &str, dialect: Dialect, style: &Style) -> Result<String, Errors> {
    let parsed = parse(source, dialect);
    if !parsed.is_ok() {
        Errors::unless((), parsed.diagnostics)?;
    }
    let style = Style { dialect, ..*style };
    let comments = Comments::attach(source, &parsed.statements, &parsed.comments);
    let mut printer = Printer::new(&style, comments);
    for (index, query) in parsed.statements.iter().enumerate() {
        if index > 0 {
            printer.line.push("\n");
        }
        printer.query(query);
        printer.end_line();
    }
    for comment in std::mem::take(&mut printer.comments.rest) {
        printer.line.push(&comment);
        printer.end_line();
    }
    Ok(printer.line.finish())
}

struct Printer<'a> {
    style: &'a Style,
    line: Inline,
    comments: Comments,
    /// Comments that wait for the end of the line.
    behind: Vec<String>,
}

impl<'a> Printer<'a> {
    fn new(style: &'a Style, comments: Comments) -> Self {
        let line = Inline {
            out: Vec::with_capacity(256),
            keywords: style.keywords,
            group_mixed: style.dialect == Dialect::Surface,
        };
        Printer { style, line, comments, behind: Vec::new() }
    }

    fn end_line(&mut self) {
        for comment in self.behind.drain(..) {
            self.line.push(" ");
            self.line.push(&comment);
        }
        self.line.push("\n");
    }

    /// Begins a line, the comments before its first unit on lines above it.
    fn start_line(&mut self, depth: usize) {
        let column = depth * self.style.indent;
        if !self.line.out.is_empty() && !self.line.out.ends_with(b"\n") {
            self.end_line();
        }
        for comment in self.comments.before() {
            self.line.out.extend(std::iter::repeat_n(b' ', column));
            self.line.push(&comment);
            self.line.push("\n");
        }
        self.line.out.extend(std::iter::repeat_n(b' ', column));
    }

    fn pass(&mut self, units: usize) {
        let behind = self.comments.pass(units);
        self.behind.extend(behind);
    }

    fn query(&mut self, query: &Query) {
        match &query.select {
            Select::All(_) => self.list("select", &["*"], ""),
            Select::Fields(names) => self.list("select", &texts(names), ""),
            Select::Count(count) => {
                let star = match self.style.keywords {
                    Case::Lower => "count(*)",
                    Case::Upper => "COUNT(*)",
                };
                let items: Vec<&str> = std::iter::once(star).chain(texts(&count.ignored)).collect();
                self.list("select", &items, "");
            }
        }
        self.list("from", &[query.module.as_str()], "");
        if let Some(filter) = &query.filter {
            self.filter(filter);
        }
        if let Some(order) = &query.order_by {
            self.list("order by", &texts(&order.fields), order.direction.map_or("", direction_word));
        }
        if let Some(limit) = &query.limit {
            self.start_line(0);
            self.line.word("limit");
            self.line.push(" ");
            self.line.limit(limit);
            self.pass(1);
        }
        self.line.push(";");
    }

    /// A keyword and items separated by commas, then a further word: on one line if they fit and no
    /// comment is between them.
    fn list(&mut self, keyword: &str, items: &[&str], last_word: &str) {
        let items_width: usize = items.iter().map(|item| width(item) + 2).sum();
        let inline = self.comments.none_inside(items.len())
            && keyword.len() + items_width + last_word.len() < self.style.width;
        self.start_line(0);
        self.line.word(keyword);
        for (index, item) in items.iter().enumerate() {
            if inline {
                self.line.push(" ");
            } else {
                self.start_line(1);
            }
            self.line.push(item);
            if index + 1 < items.len() {
                self.line.push(",");
            } else if !last_word.is_empty() {
                self.line.push(" ");
                self.line.word(last_word);
            }
            self.pass(1);
        }
    }

    fn filter(&mut self, filter: &Condition) {
        self.start_line(0);
        self.line.word("where");
        self.line.mark(filter);
        self.line.push(" ");
        match filter {
            Condition::And(terms) => self.terms(terms, "and", 1),
            Condition::Or(terms) => self.terms(terms, "or", 1),
            other => self.condition(other, false, 0),
        }
    }

    /// Terms each on a line of its own but the first, which stands where the line is.
    fn terms(&mut self, terms: &[Condition], connective: &str, depth: usize) {
        for (index, term) in terms.iter().enumerate() {
            if index > 0 {
                self.start_line(depth);
                self.line.word(connective);
                self.line.mark_term(term);
                self.line.push(" ");
            }
            self.condition(term, self.line.is_grouped(term), depth);
        }
    }

    fn condition(&mut self, condition: &Condition, grouped: bool, depth: usize) {
        if self.fits(condition, grouped) {
            return;
        }
        match condition {
            Condition::Predicate(predicate) if grouped && predicate.is_optional() => {
                self.line.group(condition);
                self.pass(1);
            }
            Condition::Predicate(Predicate::In(it)) => {
                self.long_in(condition, it, depth);
                self.pass(1);
            }
            Condition::Predicate(predicate) => {
                self.line.predicate(predicate);
                self.pass(1);
            }
            Condition::Not(not) => {
                self.line.word("not");
                self.line.push(" ");
                self.condition(&not.condition, true, depth);
            }
            Condition::Unknown(unknown) => {
                self.line.push(unknown.gap.text());
                self.pass(1);
            }
            Condition::And(terms) if grouped => self.broken_group(terms, "and", depth),
            Condition::Or(terms) if grouped => self.broken_group(terms, "or", depth),
            Condition::And(terms) => self.terms(terms, "and", depth),
            Condition::Or(terms) => self.terms(terms, "or", depth),
        }
    }

    /// Writes the condition on this line if it fits and no comment is inside.
    fn fits(&mut self, condition: &Condition, grouped: bool) -> bool {
        // A predicate is five characters at least: a condition with more of them is not even tried.
        let Some(units) = unit_count(condition, self.style.width / 5) else { return false };
        if !self.comments.none_inside(units) {
            return false;
        }
        let start = self.line.out.len();
        if grouped {
            self.line.group(condition);
        } else {
            self.line.condition(condition);
        }
        let column = self.line.out.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let fits = width(&String::from_utf8_lossy(&self.line.out[column..])) <= self.style.width;
        if fits {
            self.pass(units);
        } else {
            self.line.out.truncate(start);
        }
        fits
    }

    fn broken_group(&mut self, terms: &[Condition], connective: &str, depth: usize) {
        self.line.push("(");
        if let Some(first) = terms.first() {
            self.line.mark_term(first);
        }
        self.start_line(depth + 1);
        self.terms(terms, connective, depth + 1);
        self.close(depth);
    }

    /// A closing parenthesis on a line of its own: it is no unit, so no comment stands before it.
    fn close(&mut self, depth: usize) {
        self.end_line();
        self.line.out.extend(std::iter::repeat_n(b' ', depth * self.style.indent));
        self.line.push(")");
    }

    /// A list of values that does not fit on the line: as many on each further line as fit.
    fn long_in(&mut self, condition: &Condition, it: &In, depth: usize) {
        let (Condition::Predicate(predicate), InValues::List(values)) = (condition, &it.values) else {
            return self.line.condition(condition);
        };
        self.line.test(predicate);
        self.line.push("(");
        let column = (depth + 1) * self.style.indent;
        let mut used = usize::MAX;
        for (index, value) in values.iter().enumerate() {
            let text = value.to_string();
            let needed = width(&text) + 2;
            if used.saturating_add(needed) > self.style.width {
                self.line.push("\n");
                self.line.out.extend(std::iter::repeat_n(b' ', column));
                used = column;
            } else {
                self.line.push(" ");
            }
            used += needed;
            self.line.push(&text);
            if index + 1 < values.len() {
                self.line.push(",");
            }
        }
        self.line.push("\n");
        self.line.out.extend(std::iter::repeat_n(b' ', depth * self.style.indent));
        self.line.push(")");
    }
}

fn texts(names: &[Name]) -> Vec<&str> {
    names.iter().map(Name::as_str).collect()
}

/// How many characters wide a text is.
fn width(text: &str) -> usize {
    text.chars().count()
}
