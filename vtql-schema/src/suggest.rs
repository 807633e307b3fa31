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
            folded => match distance(&lower, &folded) {
                Some(distance) => distance,
                None => continue,
            },
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

/// How many edits two names lie apart, unless they are too many. Names of which one is much longer are not even
/// compared.
fn distance(a: &str, b: &str) -> Option<usize> {
    let allowed = allowed(a, b);
    let lengths = a.chars().count().abs_diff(b.chars().count());
    (lengths <= allowed).then(|| strsim::osa_distance(a, b)).filter(|distance| *distance <= allowed)
}

/// How many edits two names may lie apart to be taken for each other.
fn allowed(a: &str, b: &str) -> usize {
    (a.chars().count().max(b.chars().count()) / 3).clamp(1, 4)
}

#[cfg(test)]
mod tests {
    use super::{closest, distance};

    #[test]
    fn a_swap_of_neighbours_is_one_edit() {
        assert_eq!(distance("emial", "email"), Some(1));
        assert_eq!(distance("assigned_usre_id", "assigned_user_id"), Some(1));
        assert_eq!(distance("kitten", "sitting"), None);
        assert_eq!(distance("leadsuorces", "leadsource"), Some(2));
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
