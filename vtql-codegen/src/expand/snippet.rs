//! The place of a finding, drawn with carets. The command line has a library for that, which would be a
//! seventh of what a user of the macros compiles.

use std::fmt::Write as _;
use vtql_parser::diagnostic::line_column;
use vtql_parser::{Diagnostic, Span};

/// How many columns a tab takes.
const TAB: &str = "    ";

/// The lines of `text` that a finding is about, and its help. `origin` names the text.
pub(crate) fn draw(text: &str, origin: &str, finding: &Diagnostic) -> String {
    let mut places = vec![Place::new(text, finding.span, '^', finding.label.as_deref().unwrap_or_default())];
    places.extend(finding.related.iter().map(|label| Place::new(text, label.span, '-', &label.text)));
    let (line, column) = (places[0].line, places[0].column);
    // The primary place comes first among those of its line, and lines come in their order.
    places.sort_by_key(|place| place.line);
    let margin = " ".repeat(places.last().map_or(1, |place| place.line.to_string().len()));
    let mut drawn = format!("{margin}--> {origin}:{line}:{column}\n{margin} |\n");
    let mut shown = 0;
    for place in &places {
        if place.line != shown {
            let gap = shown != 0 && place.line > shown + 1;
            drawn.push_str(if gap { "...\n" } else { "" });
            drawn.push_str(format!("{:<1$} | {2}", place.line, margin.len(), place.content).trim_end());
            drawn.push('\n');
            shown = place.line;
        }
        drawn.push_str(format!("{margin} | {}{} {}", place.before, place.marks, place.label).trim_end());
        drawn.push('\n');
    }
    if !finding.help.is_empty() {
        let _ = writeln!(drawn, "{margin} |");
    }
    for help in &finding.help {
        let indented = help.replace('\n', &format!("\n{margin}         "));
        let _ = writeln!(drawn, "{margin} = help: {indented}");
    }
    drawn.truncate(drawn.trim_end().len());
    drawn
}

/// A part of a line with marks below it.
struct Place<'a> {
    line: usize,
    column: usize,
    content: String,
    before: String,
    marks: String,
    label: &'a str,
}

impl<'a> Place<'a> {
    /// The place of `span`, as far as it is on the line where it starts.
    fn new(text: &str, span: Span, mark: char, label: &'a str) -> Self {
        let start = text.floor_char_boundary((span.start as usize).min(text.len()));
        let end = text.floor_char_boundary((span.end as usize).min(text.len())).max(start);
        let (line, column) = line_column(text, start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let width = width(&text[start..end.min(line_end)]).max(1);
        Place {
            line,
            column,
            content: text[line_start..line_end].trim_end().replace('\t', TAB),
            before: " ".repeat(self::width(&text[line_start..start])),
            marks: String::from(mark).repeat(width),
            label,
        }
    }
}

/// How many columns a text takes on a screen.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            '\t' => TAB.len(),
            '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{1f300}'..='\u{1faff}'
            | '\u{20000}'..='\u{3fffd}' => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vtql_parser::codes;

    #[test]
    fn carets_stand_below_what_they_are_about() {
        let text = "a\n\tselect 語 from X\nend";
        let start = text.find("from").unwrap();
        let finding =
            Diagnostic::error(codes::SYNTAX, Span::new(start, start + 6), "no").label("here").help("b\nc");
        assert_eq!(
            draw(text, "q.vtql", &finding),
            " --> q.vtql:2:11\n  |\n2 |     select 語 from X\n  |               ^^^^^^ here\n  |\n  = help: b\n          c"
        );
    }

    #[test]
    fn a_place_outside_of_the_text_is_its_end() {
        for (start, end) in [(0, 0), (3, 9), (9, 3), (1, 2)] {
            let finding = Diagnostic::error(codes::SYNTAX, Span::new(start, end), "no");
            assert!(draw("é\n", "q", &finding).contains('^'));
        }
    }
}
