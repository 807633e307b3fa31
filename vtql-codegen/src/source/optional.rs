//! Optional conditions: `and? city = {maybe}`, also behind `or` and `where`. The mark is the macros'
//! own: the text that is parsed has a space in its place, so that every place in it stays.

/// The words that a mark can stand behind.
pub(super) const CONNECTIVES: &[&str] = &["and", "or", "where"];

/// Blanks the marks in a text; returns the offset behind each.
pub(super) fn take_marks(text: &mut String) -> Vec<usize> {
    let marks = find(text);
    for mark in &marks {
        text.replace_range(mark - 1..*mark, " ");
    }
    marks
}

fn find(text: &str) -> Vec<usize> {
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let skipped = skipped(rest);
        if skipped > 0 {
            at += skipped;
            continue;
        }
        let word = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (word, behind) = rest.split_at(word);
        if CONNECTIVES.iter().any(|it| it.eq_ignore_ascii_case(word)) && behind.starts_with('?') {
            marks.push(at + word.len() + 1);
        }
        at += word.len().max(rest.chars().next().map_or(1, char::len_utf8));
    }
    marks
}

/// The length of the text, comment or parameter at the start of `rest`; 0 when there is none.
fn skipped(rest: &str) -> usize {
    let ends = [("'", "'"), ("\"", "\""), ("--", "\n"), ("/*", "*/"), ("{", "}")];
    let Some((start, end)) = ends.into_iter().find(|(start, _)| rest.starts_with(start)) else { return 0 };
    rest[start.len()..].find(end).map_or(rest.len(), |length| start.len() + length + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_blanked_where_they_are_marks() {
        let mut text =
            "where? a = {x?} and? b = 'and? c' Or? c = \"or?\" -- and?\n/* or? */ band? é".to_owned();
        let marks = take_marks(&mut text);
        assert_eq!(text, "where  a = {x?} and  b = 'and? c' Or  c = \"or?\" -- and?\n/* or? */ band? é");
        assert_eq!(marks, [6, 20, 37]);
    }

    #[test]
    fn what_never_ends_has_no_marks() {
        for text in ["'and? a", "{and? a", "/* and? a", "-- and? a"] {
            assert_eq!(take_marks(&mut text.to_owned()), [] as [usize; 0], "{text}");
        }
    }
}
