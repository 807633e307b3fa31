//! `like`: `%` stands for any text, `_` for one character, `\` takes their meaning away. Characters
//! compare as in `utf8_general_ci`, but, unlike in a comparison, trailing spaces count.

use super::collation::weight;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Any,
    One,
    Char(u16),
}

/// A pattern, read once and used for every row.
#[derive(Debug)]
pub(crate) struct Pattern(Vec<Item>);

impl Pattern {
    pub(crate) fn new(pattern: &str) -> Self {
        Pattern(items(pattern))
    }

    /// Whether the whole of `value` matches.
    pub(crate) fn matches(&self, value: &str) -> bool {
        let value: Vec<u16> = value.chars().map(weight).collect();
        matches(&value, &self.0)
    }
}

fn matches(value: &[u16], pattern: &[Item]) -> bool {
    let (mut v, mut p) = (0, 0);
    // Where to continue when the text after the last `%` does not match: one character further.
    let mut retry: Option<(usize, usize)> = None;
    while let Some(&unit) = value.get(v) {
        match pattern.get(p) {
            Some(Item::Any) => {
                p += 1;
                retry = Some((v, p));
            }
            Some(Item::One) => {
                v += 1;
                p += 1;
            }
            Some(Item::Char(expected)) if *expected == unit => {
                v += 1;
                p += 1;
            }
            _ => match retry {
                Some((start, after)) => {
                    v = start + 1;
                    p = after;
                    retry = Some((v, after));
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|item| *item == Item::Any)
}

fn items(pattern: &str) -> Vec<Item> {
    let mut items = Vec::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        let item = match c {
            '%' => Item::Any,
            '_' => Item::One,
            '\\' => Item::Char(weight(chars.next().unwrap_or('\\'))),
            c => Item::Char(weight(c)),
        };
        if !(item == Item::Any && items.last() == Some(&Item::Any)) {
            items.push(item);
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn wildcards_match_as_in_mysql() {
        for (value, pattern, expected) in [
            ("Smith", "s%", true),
            ("Smith", "%MI%", true),
            ("Smith", "S_ith", true),
            ("Smith", "S_th", false),
            ("Müller", "mu%er", true),
            ("100%", r"100\%", true),
            ("1000", r"100\%", false),
            ("a_b", r"a\_b", true),
            ("axb", r"a\_b", false),
            (r"a\b", r"a\\b", true),
            (r"a\", r"a\", true),
            ("", "%", true),
            ("", "_", false),
            ("a ", "a", false),
            ("aaab", "%a%ab", true),
            ("mississippi", "%iss%pi", true),
            ("mississippi", "%iss%pa", false),
            ("日本", "__", true),
        ] {
            assert_eq!(Pattern::new(pattern).matches(value), expected, "{value:?} like {pattern:?}");
        }
    }

    #[test]
    fn many_wildcards_take_no_exponential_time() {
        let pattern = Pattern::new(&format!("{}b", "%a".repeat(200)));
        assert!(!pattern.matches(&"a".repeat(2_000)));
    }
}
