use super::test_of_field::How;
use super::{Context, backslash_before_quote::opens, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::LiteralKind;
use vtql_parser::diagnostic::Safety;

rule! {
    /// The database reads a backslash in its own way
    ///
    /// ## What it does
    /// Reports a single backslash in a string on the wire. In patterns of `like`, in both dialects, it
    /// reports a backslash that is neither meant for `%` or `_` nor doubled for the pattern. A backslash
    /// before a quote has a rule of its own.
    ///
    /// ## Why
    /// `'\n'` is a line break, `'C:\temp'` is `C:`, a tab, `emp`, and other backslashes vanish. In a pattern
    /// a backslash takes the meaning of the next character away: `like 'C:\\temp%'` on the wire, and
    /// `like 'C:\temp%'` in the surface dialect, find `C:temp`.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Documents where filename = 'C:\temp';
    /// ```
    ///
    /// ## Fix
    /// On the wire double it: `'C:\\temp'`. In `like`, four: the pattern has an escape of its own. In the
    /// surface dialect double it in patterns only.
    "V316", "backslash", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in &cx.tests {
        let literal = test.value;
        let reading = match (literal.kind(), test.how) {
            (LiteralKind::WireString, _) if opens(test) => continue,
            (LiteralKind::WireString, How::Pattern) => Reading::WirePattern,
            (LiteralKind::WireString, _) => Reading::WireText,
            (LiteralKind::String, How::Pattern) => Reading::Pattern,
            _ => continue,
        };
        if reading.repaired(test.raw).is_none() {
            continue;
        }
        let Some(written) = cx.tokens.inside(literal.span).first() else { continue };
        let repaired = reading.repaired(cx.tokens.written(*written)).unwrap_or_default();
        let (message, help, fix) = match reading {
            Reading::WireText => (MEANING, "double it where a backslash is meant", "double the backslashes"),
            Reading::WirePattern => {
                (MEANING, "write four where a backslash is meant: a pattern has an escape of its own", "write four backslashes")
            }
            Reading::Pattern => (
                "in a pattern this backslash takes away the meaning of the next character, which has none",
                "double it where a backslash is meant",
                "double the backslashes",
            ),
        };
        let finding = RULE.finding(literal.span, message).label("not a backslash to it").help(help);
        findings.push(finding.fix(Safety::Unsafe, fix, literal.span, repaired));
    }
}

const MEANING: &str = "the server's database gives this backslash a meaning of its own";

/// Who reads the backslashes of a literal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// MySQL's lexer.
    WireText,
    /// MySQL's lexer, then `like`.
    WirePattern,
    /// `like` alone: the compiler doubles for the lexer.
    Pattern,
}

impl Reading {
    /// The text with its lone backslashes written as backslashes; `None` when it has none.
    fn repaired(self, text: &str) -> Option<String> {
        let mut repaired = String::with_capacity(text.len() + 4);
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            let (before, from) = rest.split_at(at);
            repaired.push_str(before);
            let (length, written) = self.backslash(&from[1..]);
            repaired.push_str(written.unwrap_or(&from[..length]));
            rest = &from[length..];
        }
        repaired.push_str(rest);
        (repaired != text).then_some(repaired)
    }

    /// How many bytes belong to a backslash with this behind it, and what to write in their place, unless
    /// they are right.
    fn backslash(self, behind: &str) -> (usize, Option<&'static str>) {
        let wildcard = |text: &str| text.starts_with(['%', '_']);
        match (self, behind.strip_prefix('\\')) {
            (Reading::WireText | Reading::Pattern, Some(_)) => (2, None),
            (Reading::WirePattern | Reading::Pattern, None) if wildcard(behind) => (2, None),
            (Reading::WirePattern, None) => (1, Some(r"\\\\")),
            (Reading::WireText | Reading::Pattern, None) => (1, Some(r"\\")),
            // One backslash to `like`: what is behind it decides.
            (Reading::WirePattern, Some(next)) => match next.strip_prefix('\\') {
                Some(behind) if behind.starts_with('\\') || wildcard(behind) => (4, None),
                None if wildcard(next) => (3, None),
                _ => (2, Some(r"\\\\")),
            },
        }
    }
}
