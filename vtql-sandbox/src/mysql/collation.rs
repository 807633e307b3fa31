//! `utf8_general_ci`, the collation of a CRM's text columns.
//!
//! Each character has one weight: the capital of its base letter. So case and accents make no
//! difference, `ß` equals `s`, and letters that Unicode does not decompose (`Ł`, `Ø`, `Đ`) stay
//! themselves. Trailing spaces do not count: the shorter text is compared as if padded with spaces.

use std::cmp::Ordering;
use std::sync::LazyLock;

/// The weight of every character outside the Basic Multilingual Plane: they are all equal.
const SUPPLEMENTARY: u16 = 0xFFFD;

/// Capitals (and letters without one) whose weight is that of another letter.
const BASE_LETTERS: &[(char, &str)] = &[
    ('A', "ÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ"),
    ('B', "ḂḄḆ"),
    ('C', "ÇĆĈĊČḈ"),
    ('D', "ĎḊḌḎḐḒ"),
    ('E', "ÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ"),
    ('F', "Ḟ"),
    ('G', "ĜĞĠĢǦǴḠ"),
    ('H', "ĤȞḢḤḦḨḪẖ"),
    ('I', "ÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ"),
    ('J', "Ĵǰ"),
    ('K', "ĶǨḰḲḴ"),
    ('L', "ĹĻĽḶḸḺḼ"),
    ('M', "ḾṀṂ"),
    ('N', "ÑŃŅŇǸṄṆṈṊ"),
    ('O', "ÒÓÔÕÖŌŎŐƠǑǪǬȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢ"),
    ('P', "ṔṖ"),
    ('R', "ŔŖŘȐȒṘṚṜṞ"),
    ('S', "ŚŜŞŠȘṠṢṤṦṨ"),
    ('T', "ŢŤȚṪṬṮṰẗ"),
    ('U', "ÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ"),
    ('V', "ṼṾ"),
    ('W', "ŴẀẂẄẆẈẘ"),
    ('X', "ẊẌ"),
    ('Y', "ÝŶŸȲẎẙỲỴỶỸ"),
    ('Z', "ŹŻŽẐẒẔ"),
    ('Æ', "ǢǼ"),
    ('Ø', "Ǿ"),
    ('Ʒ', "Ǯ"),
    ('Α', "Ά"),
    ('Ε', "Έ"),
    ('Η', "Ή"),
    ('Ι', "ΊΐΪ"),
    ('Ο', "Ό"),
    ('Υ', "ΎΫΰ"),
    ('Ω', "Ώ"),
    ('ϒ', "ϓϔ"),
    ('І', "Ї"),
    ('А', "ӐӒ"),
    ('Г', "Ѓ"),
    ('Е', "ЀЁӖ"),
    ('Ж', "ӁӜ"),
    ('З', "Ӟ"),
    ('И', "ЍӢӤ"),
    ('К', "Ќ"),
    ('О', "Ӧ"),
    ('У', "ЎӮӰӲ"),
    ('Ч', "Ӵ"),
    ('Ы', "Ӹ"),
    ('Э', "Ӭ"),
    ('Ә', "Ӛ"),
    ('Ө', "Ӫ"),
    ('S', "ß"),
];

static WEIGHTS: LazyLock<Box<[u16]>> = LazyLock::new(|| {
    let mut weights: Box<[u16]> = (0..=u16::MAX).map(capital).collect();
    for (base, letters) in BASE_LETTERS {
        for letter in letters.chars() {
            let forms = [Some(letter), single(letter.to_lowercase())];
            for form in forms.into_iter().flatten() {
                if let Some(weight) = weights.get_mut(form as usize) {
                    *weight = bmp(*base);
                }
            }
        }
    }
    weights
});

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
}

fn bmp(c: char) -> u16 {
    u16::try_from(u32::from(c)).unwrap_or(SUPPLEMENTARY)
}

fn capital(unit: u16) -> u16 {
    char::from_u32(u32::from(unit)).and_then(|c| single(c.to_uppercase())).map_or(unit, bmp)
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
        ] {
            assert_eq!(compare(a, b), Ordering::Equal, "{a:?} {b:?}");
        }
    }

    #[test]
    fn letters_that_do_not_decompose_stay_themselves() {
        for (a, b) in
            [("Łódź", "Lodz"), ("Øre", "Ore"), ("й", "и"), ("Æsir", "AEsir"), ("日", "本"), (" a", "a")]
        {
            assert_ne!(compare(a, b), Ordering::Equal, "{a:?} {b:?}");
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
