//! "Did you mean": the known name that a misspelt one is likely to be.

/// The candidate that `word` is likely to be a misspelling of. One that differs in case alone is
/// best; else the nearest by insertions, deletions, substitutions and swaps of neighbours, no further
/// than a third of the longer name. Of equally near ones the first is taken.
///
/// ```
/// use vtql_schema::suggest::closest;
/// assert_eq!(closest("lastnme", ["firstname", "lastname", "phone"]), Some("lastname"));
/// assert_eq!(closest("LASTNAME", ["lastname"]), Some("lastname"));
/// assert_eq!(closest("colour", ["lastname", "phone"]), None);
/// ```
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = match candidate.to_lowercase() {
            folded if folded == lower => 0,
            folded => {
                let bound =
                    best.map_or(usize::MAX, |(distance, _)| distance).min(allowed(&lower, &folded) + 1);
                match distance_below(&lower, &folded, bound) {
                    Some(distance) => distance,
                    None => continue,
                }
            }
        };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether two names are the same words, whatever stands between them: `LastName` and *Last Name*.
pub fn same_words(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let a = letters(a);
    !a.is_empty() && a == letters(b)
}

/// How many edits two names may lie apart to be taken for each other.
fn allowed(a: &str, b: &str) -> usize {
    (a.chars().count().max(b.chars().count()) / 3).clamp(1, 4)
}

/// The optimal string alignment distance, if it is less than `bound`.
fn distance_below(a: &str, b: &str, bound: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) >= bound {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let substituted = last[j] + usize::from(x != y);
            let mut edits = substituted.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                edits = edits.min(before_last[j - 1] + 1);
            }
            row.push(edits);
        }
        if row.iter().all(|&distance| distance >= bound) {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&distance| distance < bound)
}

#[cfg(test)]
mod tests {
    use super::{closest, distance_below};

    #[test]
    fn a_swap_of_neighbours_is_one_edit() {
        assert_eq!(distance_below("emial", "email", 9), Some(1));
        assert_eq!(distance_below("", "abc", 9), Some(3));
        assert_eq!(distance_below("kitten", "sitting", 9), Some(3));
    }

    #[test]
    fn a_name_that_differs_in_case_is_best() {
        assert_eq!(closest("Email", ["emai", "email1", "email"]), Some("email"));
    }

    #[test]
    fn names_that_have_nothing_in_common_are_not_suggested() {
        assert_eq!(closest("x", ["id", "phone"]), None);
        assert_eq!(closest("nosuch", ["lastname", "mobile"]), None);
    }
}
