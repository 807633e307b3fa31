//! The place of a finding, drawn with carets. The command line has a library for that, which would be a
//! seventh of what a user of the macros compiles.

use std::fmt::Write as _;
use vtql_parser::{Columns, Diagnostic, LineIndex, Span};

/// How many columns a tab takes.
const TAB: &str = "    ";
/// How long a line of marks gets.
const MOST_MARKS: usize = 1_000;

/// The lines of `text` that a finding is about, and its help. `origin` names the text.
pub(crate) fn draw(text: &str, origin: &str, finding: &Diagnostic) -> String {
    let lines = LineIndex::new(text);
    let mut places =
        vec![Place::new(text, &lines, finding.span, '^', finding.label.as_deref().unwrap_or_default())];
    places.extend(finding.related.iter().map(|label| Place::new(text, &lines, label.span, '-', &label.text)));
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
    fn new(text: &str, lines: &LineIndex, span: Span, mark: char, label: &'a str) -> Self {
        let start = text.floor_char_boundary((span.start as usize).min(text.len()));
        let end = text.floor_char_boundary((span.end as usize).min(text.len())).max(start);
        let at = lines.position(start, Columns::Characters);
        let line_end = lines.line(at.line).end.max(start);
        // Of a long line what is around the place.
        let shown = lines.excerpt(text, start..end.min(line_end));
        let width = width(&text[start..end.min(line_end)]).max(1);
        Place {
            line: at.line as usize + 1,
            column: at.column as usize + 1,
            content: text[shown.start..shown.end.max(shown.start)].trim_end().replace('\t', TAB),
            before: " ".repeat(self::width(&text[shown.start..start])),
            marks: String::from(mark).repeat(width.min(MOST_MARKS)),
            label,
        }
    }
}

/// How many columns a text takes on a screen. A library for it would be the 25th crate that a user of the macros
/// compiles; the ranges are those of the scripts that take two columns, and of marks that take none.
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
    fn of_a_long_line_what_is_around_the_place_is_drawn() {
        let text = format!("select id\nfrom X where {}", "é = 1 and ".repeat(40_000));
        let start = text.len() / 2 + text[text.len() / 2..].find('é').unwrap();
        let finding = Diagnostic::error(codes::SYNTAX, Span::new(start, start + 2), "no");
        let drawn = draw(&text, "q.vtql", &finding);
        let column = text[10..start].chars().count() + 1;
        assert!(drawn.contains(&format!("q.vtql:2:{column}\n")) && drawn.len() < 2_000, "{drawn}");
        let lines: Vec<Vec<char>> = drawn.lines().map(|line| line.chars().collect()).collect();
        let caret = lines[3].iter().position(|c| *c == '^').unwrap();
        assert_eq!(lines[2][caret], 'é');
    }

    #[test]
    fn a_place_outside_of_the_text_is_its_end() {
        for (start, end) in [(0, 0), (3, 9), (9, 3), (1, 2)] {
            let finding = Diagnostic::error(codes::SYNTAX, Span::new(start, end), "no");
            assert!(draw("é\n", "q", &finding).contains('^'));
        }
    }
}
