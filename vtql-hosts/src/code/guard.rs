//! Shapes that grammars cannot be trusted with. They make the parser work for minutes, or fill the memory, between
//! two of the steps after which it can be interrupted.

use crate::syntax::Guard;

/// The longest run of `name <` or `<name>` that grammars with type arguments are trusted with; people write three.
const MAX_GENERICS: usize = 100;

/// The most operators in a row that stand in no statement, or have no operand.
const MAX_OPERATORS: usize = 200;

/// The longest run of backticks.
const MAX_BACKTICKS: usize = 100;

/// The most `|` in a line.
const MAX_PIPES: usize = 500;

/// Whether a source has a shape of this kind.
pub(super) fn is_in(guard: Guard, source: &str) -> bool {
    match guard {
        Guard::Generics => open_generics(source) > MAX_GENERICS,
        Guard::Operators => stray_operators(source) > MAX_OPERATORS,
        Guard::Backticks => backticks(source) > MAX_BACKTICKS,
        Guard::Pipes => pipes(source) > MAX_PIPES,
        // What the grammar is given is changed instead.
        Guard::BeyondAscii => false,
    }
}

/// The length of the longest run of `name <`, or of `<name>`.
fn open_generics(source: &str) -> usize {
    let (mut longest, mut run, mut has_name) = (0, 0, false);
    let (mut tags, mut is_behind_tag) = (0, false);
    for byte in source.bytes() {
        match byte {
            b'<' => {
                run = if has_name { run + 1 } else { 0 };
                tags = if is_behind_tag { tags + 1 } else { 0 };
                longest = longest.max(run).max(tags);
                (has_name, is_behind_tag) = (false, false);
            }
            b'>' => (run, has_name, is_behind_tag) = (0, false, true),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'$' | b'.' | b'@' | b'?' | 128.. => {
                (has_name, is_behind_tag) = (true, false);
            }
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b',' | b'[' | b']' | b'(' => (tags, is_behind_tag) = (0, false),
            _ => (run, has_name, tags, is_behind_tag) = (0, false, 0, false),
        }
    }
    longest
}

/// The most operators in a row that stand in no statement: `*` or `&` behind `name:`, without a `;` or a brace
/// between them; or that have no operand: `& ;`.
fn stray_operators(source: &str) -> usize {
    let (mut labelled, mut bare, mut longest) = (0, 0, 0);
    let (mut is_behind_label, mut is_behind_operator) = (false, false);
    for byte in source.bytes() {
        match byte {
            b'*' | b'&' => {
                labelled += usize::from(is_behind_label);
                (is_behind_label, is_behind_operator) = (false, true);
                longest = longest.max(labelled);
            }
            b':' => (is_behind_label, is_behind_operator) = (true, false),
            b';' => {
                bare += usize::from(is_behind_operator);
                (labelled, is_behind_label, is_behind_operator) = (0, false, false);
            }
            b'{' | b'}' => (labelled, is_behind_label, is_behind_operator) = (0, false, false),
            b' ' | b'\t' | b'\r' | b'\n' => {}
            // Of what is in a string nothing is counted.
            b'"' => (is_behind_label, is_behind_operator) = (false, false),
            _ => is_behind_operator = false,
        }
    }
    longest.max(bare)
}

/// The length of the longest run of backticks.
fn backticks(source: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for byte in source.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// The most `|` in a line, together with those that it goes on in.
fn pipes(source: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for line in source.lines() {
        run += line.bytes().filter(|byte| *byte == b'|').count();
        longest = longest.max(run);
        if !line.trim_end().ends_with(['|', '\\']) {
            run = 0;
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::{MAX_GENERICS, MAX_OPERATORS, MAX_PIPES, backticks, open_generics, pipes, stray_operators};

    #[test]
    fn runs_of_open_generics_are_counted() {
        assert_eq!(open_generics("Map<String, List<Set<A>>> x; a < b; c < d"), 3);
        assert!(open_generics(&"a<".repeat(1000)) > MAX_GENERICS);
        assert!(open_generics(&"a, b <\n".repeat(1000)) > MAX_GENERICS);
        assert!(open_generics(&"if (a < b) { c = d; }\n".repeat(1000)) < MAX_GENERICS);
        assert!(open_generics(&"<div> ".repeat(1000)) > MAX_GENERICS);
        assert!(open_generics(&"<li>a</li>\n".repeat(1000)) < MAX_GENERICS);
        assert!(open_generics(&"let a: Map<A>, b: Map<B>,\n".repeat(1000)) < MAX_GENERICS);
    }

    #[test]
    fn operators_that_stand_in_no_statement_are_counted() {
        for shape in ["a: &a [*a,*a]\n", "a: *a (*a,*a) ", "a: (b)[*a,*a]\n", ";& \n"] {
            assert!(stray_operators(&shape.repeat(1000)) > MAX_OPERATORS, "{shape}");
        }
        for shape in [
            "[a b:&c d:*e];\n",
            "case 1: *a = 2; break;\n",
            "@\"a\": @\"b & c\",\n",
            "&a, *b,\n",
            "- (A *)b:(A **)c { return a ? *b : &c; }\n",
        ] {
            assert!(stray_operators(&shape.repeat(1000)) < MAX_OPERATORS, "{shape}");
        }
    }

    #[test]
    fn runs_of_backticks_and_pipes_are_counted() {
        assert_eq!(backticks("``` a `b` ````"), 4);
        assert_eq!(pipes("a | b\nc | d |\n e | f \\\n | g\nh | i"), 4);
        assert!(pipes(&"a | b || c\n".repeat(1000)) < MAX_PIPES);
    }
}
