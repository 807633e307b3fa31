//! A query in a source file.

use crate::escapes::Writing;
use crate::map::{Map, Segment};
use std::ops::Range;
use vtql_parser::diagnostic::{Edit, Fix};
use vtql_parser::{Diagnostic, Dialect, Span};

/// A query that stands in a source file: a text with holes, and where each byte of it comes from.
///
/// ```
/// use vtql_hosts::{Language, Options, scan};
///
/// let file = r#"q = f"select id, lastnme from Contacts where city = '{city}';""#;
/// let found = scan(file, Language::Python, &Options::default());
/// let query = &found.queries[0];
/// assert_eq!(query.text(), "select id, lastnme from Contacts where city = '{city}';");
/// assert_eq!(query.holes()[0].name, "city");
/// let at = query.text().find("lastnme").unwrap();
/// assert_eq!(&file[query.host_range(at..at + 7)], "lastnme");
/// ```
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact, and stands alone")]
pub struct Query {
    pub(crate) text: String,
    pub(crate) holes: Vec<Hole>,
    pub(crate) open_end: bool,
    pub(crate) is_alternative: bool,
    pub(crate) dialect: Dialect,
    pub(crate) is_settled: bool,
    /// Whether it stands in an address that nothing is added to.
    pub(crate) is_sent: bool,
    pub(crate) names: Vec<String>,
    pub(crate) map: Map,
    /// How its literals are written, by their numbers.
    pub(crate) writings: Vec<(u32, Writing)>,
}

/// A part of a query that only the running program knows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hole {
    /// Where it stands in the text, in bytes. What is there is a placeholder.
    pub range: Range<usize>,
    /// What the program fills in, as the file writes it, in one line; empty when it is unknown how much.
    pub name: String,
    /// Whether it stands inside of quotes.
    pub is_quoted: bool,
}

impl Query {
    /// The text. In the place of each hole stands its name in braces.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is filled in when the program runs, in order.
    pub fn holes(&self) -> &[Hole] {
        &self.holes
    }

    /// Whether more may follow that is not known.
    pub fn open_end(&self) -> bool {
        self.open_end
    }

    /// Whether this is the query before it, with a part of it that is not there in every run of the
    /// program. What is wrong with its syntax may be so because parts that go together are apart.
    pub fn is_alternative(&self) -> bool {
        self.is_alternative
    }

    /// The dialect: what the program says, else what is `asked` for, else what is usual in its language.
    pub fn dialect_or(&self, asked: Option<Dialect>) -> Dialect {
        asked.filter(|_| !self.is_settled).unwrap_or(self.dialect)
    }

    /// The functions that it is handed to, the variables and keys that it is kept under.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The same query in another place of the file, where its literals have other numbers.
    pub(crate) fn moved(&self, map: &dyn Fn(&Map) -> Map, literal: &dyn Fn(u32) -> u32) -> Self {
        let writings = self.writings.iter().map(|(number, writing)| (literal(*number), writing.clone()));
        Query {
            text: self.text.clone(),
            holes: self.holes.clone(),
            names: self.names.clone(),
            map: map(&self.map),
            writings: writings.collect(),
            ..*self
        }
    }

    /// The part of the file that a part of the text stands for, in bytes.
    pub fn host_range(&self, range: Range<usize>) -> Range<usize> {
        self.map.host(range)
    }

    /// The same for a span.
    pub fn host_span(&self, span: Span) -> Span {
        let host = self.host_range(span.range());
        Span::new(host.start, host.end)
    }

    /// The byte of the text that a byte of the file stands for; `None` where the file does not write the
    /// query. The end of what it writes counts as well, as people type there.
    ///
    /// ```
    /// use vtql_hosts::{Language, Options, scan};
    ///
    /// let file = r#"q = "select id from Contacts where lastname = 'Rossi';""#;
    /// let query = &scan(file, Language::Python, &Options::default()).queries[0];
    /// assert_eq!(query.text_offset(5), Some(0));
    /// assert_eq!(query.text_offset(file.len() - 1), Some(query.text().len()));
    /// assert_eq!(query.text_offset(0), None);
    /// ```
    pub fn text_offset(&self, host: usize) -> Option<usize> {
        self.map.text_offset(host)
    }

    /// A finding about the text as one about the file. Fixes that cannot be written into the file are
    /// told in words.
    pub fn in_host(&self, mut finding: Diagnostic, file: &str) -> Diagnostic {
        finding.span = self.host_span(finding.span);
        for label in &mut finding.related {
            label.span = self.host_span(label.span);
        }
        let (mut fixes, mut proposals) = (Vec::new(), Vec::new());
        for fix in &finding.fixes {
            match self.host_fix(fix, file) {
                Some(fix) => fixes.push(fix),
                None => {
                    proposals
                        .push(format!("not applied, as it does not stand in one literal: {}", fix.title));
                }
            }
        }
        finding.fixes = fixes;
        // The compiler says the same of its own macros, and applies no fixes.
        if finding.fixes.is_empty() && !self.is_settled {
            finding.help.extend(proposals.into_iter().take(1));
        }
        finding
    }

    /// The fix in the file: `None` unless each edit lies within one literal that has the same bytes, and
    /// writes what needs no escape there.
    pub fn host_fix(&self, fix: &Fix, file: &str) -> Option<Fix> {
        let edits: Option<Vec<Edit>> = fix.edits.iter().map(|edit| self.host_edit(edit, file)).collect();
        Some(Fix { title: fix.title.clone(), safety: fix.safety, edits: edits? })
    }

    /// The edit of the file that puts a text in the place of a part of the query, written as its literal is:
    /// `'Hot'` is `\'Hot\'` in single quotes of PHP. `None` where that part is filled in or stands in several
    /// literals, and where there is no way to write the text.
    ///
    /// ```
    /// use vtql_hosts::{Language, Options, scan};
    ///
    /// let file = "<?php $crm->doQuery('select id from Leads where rating = ;');";
    /// let query = &scan(file, Language::Php, &Options::default()).queries[0];
    /// let at = query.text().find(';').unwrap();
    /// let edit = query.write(at..at, "'Hot'").unwrap();
    /// assert_eq!(edit.text, r"\'Hot\'");
    /// assert_eq!(&file[edit.span.range().end..], ";');");
    /// ```
    pub fn write(&self, range: Range<usize>, text: &str) -> Option<Edit> {
        let touches_hole = |hole: &Hole| range.start < hole.range.end && hole.range.start < range.end;
        if self.holes.iter().any(touches_hole) {
            return None;
        }
        let is_of_hole = |segment: &&Segment| self.holes.iter().any(|hole| hole.range == segment.text);
        let mut touched = self.map.touched(range.clone()).filter(|segment| !is_of_hole(segment));
        let first = touched.next()?;
        if !range.is_empty() && touched.any(|segment| segment.source != first.source) {
            return None;
        }
        let written = self.writing(first)?.write(text)?;
        // Behind what is filled in, the literal begins.
        let begins = range.is_empty() && first.text.start == range.start;
        let host = if begins { first.host.start..first.host.start } else { self.map.host(range) };
        Some(Edit { span: Span::new(host.start, host.end), text: written })
    }

    fn writing(&self, segment: &Segment) -> Option<&Writing> {
        self.writings.iter().find(|(source, _)| *source == segment.source).map(|(_, writing)| writing)
    }

    fn host_edit(&self, edit: &Edit, file: &str) -> Option<Edit> {
        let range = edit.span.range();
        let touches_hole = |hole: &Hole| range.start < hole.range.end && hole.range.start < range.end;
        if self.holes.iter().any(touches_hole) {
            return None;
        }
        let touched: Vec<&Segment> = self.map.touched(range.clone()).collect();
        let (segment, is_one) = match touched.as_slice() {
            [] => return None,
            [only] => (*only, true),
            // An insertion between a literal and what is filled in belongs to the literal.
            [first, ..] if range.is_empty() && first.is_verbatim => (*first, true),
            [.., last] if range.is_empty() && last.is_verbatim => (*last, true),
            [first, ..] => (*first, false),
        };
        let fits = self.writing(segment).is_none_or(|writing| writing.fits(&edit.text));
        let host = if range.is_empty() && segment.text.start == range.start {
            segment.host.start..segment.host.start
        } else {
            self.map.host(range.clone())
        };
        let same = file.get(host.clone()) == self.text.get(range);
        let plain = is_one && segment.is_verbatim && same && fits;
        plain.then(|| Edit { span: Span::new(host.start, host.end), text: edit.text.clone() })
    }
}
