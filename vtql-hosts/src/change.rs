//! What differs between two versions of a text.

/// The bytes that one version has in the place of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) start: usize,
    /// Where it ends in the version before.
    pub(crate) old_end: usize,
    /// Where it ends in the version behind.
    pub(crate) new_end: usize,
}

impl Change {
    /// What lies between the first and the last byte that differ.
    pub(crate) fn between(before: &[u8], after: &[u8]) -> Self {
        let start = alike(before, after);
        let (old_rest, new_rest) =
            (before.get(start..).unwrap_or_default(), after.get(start..).unwrap_or_default());
        let end = alike_at_end(old_rest, new_rest);
        Change { start, old_end: before.len() - end, new_end: after.len() - end }
    }
}

/// So many bytes are compared at once.
const STEP: usize = 256;

/// How many bytes two texts have in common at their beginnings.
fn alike(a: &[u8], b: &[u8]) -> usize {
    let steps = a.chunks_exact(STEP).zip(b.chunks_exact(STEP)).take_while(|(a, b)| a == b).count();
    let bytes = a.iter().skip(steps * STEP).zip(b.iter().skip(steps * STEP));
    steps * STEP + bytes.take_while(|(a, b)| a == b).count()
}

/// How many bytes two texts have in common at their ends.
fn alike_at_end(a: &[u8], b: &[u8]) -> usize {
    let steps = a.rchunks_exact(STEP).zip(b.rchunks_exact(STEP)).take_while(|(a, b)| a == b).count();
    let bytes = a.iter().rev().skip(steps * STEP).zip(b.iter().rev().skip(steps * STEP));
    steps * STEP + bytes.take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_all_that_differs() {
        let long = "abcdefgh".repeat(100);
        let pairs = [
            ("", ""),
            ("abc", "abc"),
            ("abc", "abxc"),
            ("aaaa", "aa"),
            ("abc", "xyz"),
            ("", "ab"),
            ("h", "hh"),
        ];
        for (before, after) in pairs {
            for (left, right) in [("", ""), (&*long, &*long), ("", &*long), (&*long, "")] {
                let (before, after) = (format!("{left}{before}{right}"), format!("{left}{after}{right}"));
                let Change { start, old_end, new_end } = Change::between(before.as_bytes(), after.as_bytes());
                let made = [&before[..start], &after[start..new_end], &before[old_end..]].concat();
                assert_eq!(made, after);
                let (old, new) = (&before.as_bytes()[start..old_end], &after.as_bytes()[start..new_end]);
                assert!(old.first().zip(new.first()).is_none_or(|(a, b)| a != b), "{before} {after}");
                assert!(old.last().zip(new.last()).is_none_or(|(a, b)| a != b), "{before} {after}");
            }
        }
    }
}
