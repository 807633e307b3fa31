//! Whether a text speaks of something, found out again by looking at what changed in it.

use crate::change::Change;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::OnceLock;

/// What is looked for. Its matches have no more than [`REACH`] bytes, white space not counted, and depend on nothing
/// but these and the byte beside each end.
#[derive(Debug)]
pub(super) struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

const REACH: usize = 32;

impl Pattern {
    pub(super) const fn new(text: &'static str) -> Self {
        Pattern { text, compiled: OnceLock::new() }
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(self.text).ok()).as_ref()
    }

    pub(super) fn is_in(&self, text: &[u8]) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// A match in a part of the text that is wide enough for all that touch `changed`.
    fn find_near(&self, text: &[u8], changed: Range<usize>) -> Option<Range<usize>> {
        let (before, behind) = (text.get(..changed.start)?, text.get(changed.end..)?);
        let left = changed.start - reach(before.iter().rev());
        let mut right = changed.end + reach(behind.iter());
        // A word that is cut would end where the part does.
        right += text.get(right..)?.iter().take_while(|byte| is_word(**byte)).count();
        Some(self.regex()?.find_at(text.get(..right)?, left)?.range())
    }
}

/// How many bytes the next [`REACH`] take with the white space between them, and one more.
fn reach<'a>(bytes: impl Iterator<Item = &'a u8>) -> usize {
    let mut count = 0;
    bytes
        .take_while(|byte| {
            count += usize::from(!matches!(byte, b'\t'..=b'\r' | b' '));
            count <= REACH
        })
        .count()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Where a pattern was found in a text.
#[derive(Debug, Default)]
pub(super) struct Seen(Option<Range<usize>>);

impl Seen {
    /// Whether the pattern is in the text, which was changed since the last time so; `None`: nothing is known of it.
    pub(super) fn again(&mut self, pattern: &Pattern, text: &[u8], change: Option<Change>) -> bool {
        self.0 = match (self.0.take(), change) {
            (None, Some(change)) => pattern.find_near(text, change.start..change.new_end),
            // The byte beside a match belongs to it.
            (Some(known), Some(change)) if known.end < change.start => Some(known),
            (Some(known), Some(change)) if known.start > change.old_end => {
                let moved = |at: usize| at - change.old_end + change.new_end;
                Some(moved(known.start)..moved(known.end))
            }
            _ => pattern.regex().and_then(|regex| regex.find(text)).map(|found| found.range()),
        };
        self.0.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    static PATTERN: Pattern =
        Pattern::new(r#"(?i-u)getchallenge|\bwebservice\.php|operation["']?\s*(?:=>|\]\s*=)\s*["']?query\b"#);

    fn pieces(most: usize) -> impl Strategy<Value = Vec<String>> {
        const PIECES: &[&str] = &[
            "getchallenge",
            "get",
            "challenge",
            "webservice",
            ".php",
            "operation",
            "'",
            "=>",
            "]",
            "=",
            "query",
            "x",
            " ",
            "\n",
            "é",
            "_",
        ];
        let long = (1..60_usize, prop_oneof![Just(" "), Just("z"), Just("z ")]);
        let piece = prop_oneof![
            proptest::sample::select(PIECES).prop_map(str::to_owned),
            long.prop_map(|(count, text)| text.repeat(count)),
        ];
        proptest::collection::vec(piece, 0..most)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn what_a_text_speaks_of_is_found_again_as_it_would_be_found_anew(
            text in pieces(12),
            edits in proptest::collection::vec((0..1000_usize, 0..8_usize, pieces(4)), 1..8),
        ) {
            let mut text = text.concat().into_bytes();
            let mut seen = Seen::default();
            prop_assert_eq!(seen.again(&PATTERN, &text, None), PATTERN.is_in(&text));
            for (at, length, new) in edits {
                let before = text.clone();
                let start = at.min(text.len());
                let end = (start + length).min(text.len());
                text.splice(start..end, new.concat().into_bytes());
                let change = Change::between(&before, &text);
                prop_assert_eq!(seen.again(&PATTERN, &text, Some(change)), PATTERN.is_in(&text));
            }
        }
    }
}
