//! `utf8_general_ci`, the collation of a CRM's text columns.
//!
//! Each character has one weight: the capital of its base letter. So case and accents make no
//! difference, `ß` equals `s`, and letters that Unicode does not decompose (`Ł`, `Ø`, `Đ`) stay
//! themselves. Trailing spaces do not count: the shorter text is compared as if padded with spaces.

use std::cmp::Ordering;
use std::sync::LazyLock;

/// The weight of every character outside the Basic Multilingual Plane: they are all equal.
const SUPPLEMENTARY: u16 = 0xFFFD;

/// The characters beyond ASCII that have the weight of another, as MariaDB 10.11 tells them
/// (`weight_string`): a line for each weight, which is its first character.
const SAME_WEIGHT: &str = include_str!("weights.txt");

static WEIGHTS: LazyLock<Box<[u16]>> = LazyLock::new(|| {
    let mut weights: Box<[u16]> = (0..=u16::MAX).collect();
    for (weight, characters) in SAME_WEIGHT.lines().filter_map(|line| line.split_once(' ')) {
        let weight = weight.chars().next().map_or(SUPPLEMENTARY, bmp);
        for character in characters.chars() {
            if let Some(slot) = weights.get_mut(character as usize) {
                *slot = weight;
            }
        }
    }
    weights
});

fn bmp(c: char) -> u16 {
    u16::try_from(u32::from(c)).unwrap_or(SUPPLEMENTARY)
}

/// The weight of a character: equal weights mean equal characters.
pub(crate) fn weight(c: char) -> u16 {
    match c {
        'a'..='z' => c as u16 - 32,
        '\0'..='\x7f' => c as u16,
        _ => WEIGHTS.get(c as usize).copied().unwrap_or(SUPPLEMENTARY),
    }
}

/// The order of two texts.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().map(weight), b.chars().map(weight));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (Some(x), None) => return rest(x, left),
            (None, Some(y)) => return rest(y, right).reverse(),
            (Some(x), Some(y)) if x == y => {}
            (Some(x), Some(y)) => return x.cmp(&y),
        }
    }
}

/// How much of a text of unlimited length counts when rows are ordered, in bytes of UTF-8: MySQL's
/// `max_sort_length`.
const SORTED: usize = 1_024;

/// The order of two texts of unlimited length, where rows are ordered by them.
pub(crate) fn compare_starts(a: &str, b: &str) -> Ordering {
    let start = |text: &'_ str| text.floor_char_boundary(SORTED);
    compare(a.get(..start(a)).unwrap_or(a), b.get(..start(b)).unwrap_or(b))
}

/// How what is left of the longer text compares with spaces.
fn rest(first: u16, others: impl Iterator<Item = u16>) -> Ordering {
    let space = u16::from(b' ');
    std::iter::once(first)
        .chain(others)
        .map(|weight| weight.cmp(&space))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_accents_and_trailing_spaces_make_no_difference() {
        for (a, b) in [
            ("Müller", "MULLER  "),
            ("Straße", "strase"),
            ("Ångström", "angstrom"),
            ("ёлка", "ЕЛКА"),
            ("Ελλάδα", "ελλαδα"),
            ("σας", "ΣΑΣ"),
            ("Điện", "đien"),
            ("", "   "),
            ("😀", "😎"),
            ("ı", "I"),
            ("ϲ", "Σ"),
            ("ѷ", "Ѵ"),
        ] {
            assert_eq!(compare(a, b), Ordering::Equal, "{a:?} {b:?}");
        }
    }

    #[test]
    fn letters_that_do_not_decompose_stay_themselves() {
        for (a, b) in [
            ("Łódź", "Lodz"),
            ("Øre", "Ore"),
            ("й", "и"),
            ("Æsir", "AEsir"),
            ("日", "本"),
            (" a", "a"),
            ("ɱ", "Ɱ"),
            ("ӏ", "Ӏ"),
        ] {
            assert_ne!(compare(a, b), Ordering::Equal, "{a:?} {b:?}");
        }
    }

    #[test]
    fn long_texts_are_ordered_by_their_start() {
        let long = |letter: &str, count: usize, last: char| format!("{}{last}", letter.repeat(count));
        for (letter, count, order) in [
            ("a", 1_023, Ordering::Less),
            ("a", 1_024, Ordering::Equal),
            ("\u{e9}", 511, Ordering::Less),
            ("\u{e9}", 512, Ordering::Equal),
        ] {
            let (first, second) = (long(letter, count, 'b'), long(letter, count, 'z'));
            assert_eq!(compare_starts(&first, &second), order, "{count}");
            assert_eq!(compare(&first, &second), Ordering::Less, "{count}");
        }
    }

    #[test]
    fn a_control_character_sorts_before_the_end() {
        assert_eq!(compare("a\t", "a"), Ordering::Less);
        assert_eq!(compare("a!", "a"), Ordering::Greater);
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in "\\PC{0,6} {0,2}", b in "\\PC{0,6}", c in "\\PC{0,6}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }
    }
}
