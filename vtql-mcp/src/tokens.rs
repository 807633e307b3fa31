//! How long a text is for a model.

/// About how many tokens a text has, rather too many than too few: a token is up to four letters, three digits or
/// two other signs, and a letter outside ASCII is one for each byte but the first.
///
/// ```
/// assert_eq!(vtql_mcp::estimate("lastname"), 2);
/// assert_eq!(vtql_mcp::estimate("12x345"), 3);
/// ```
pub fn estimate(text: &str) -> usize {
    let mut tokens = 0;
    let mut run = (Kind::Blank, 0);
    for sign in text.chars() {
        let kind = Kind::of(sign);
        if kind == Kind::Foreign {
            tokens += sign.len_utf8() - 1;
        }
        if kind == run.0 {
            run.1 += 1;
        } else {
            tokens += run.0.tokens(run.1);
            run = (kind, 1);
        }
    }
    tokens + run.0.tokens(run.1)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Mark,
    Blank,
    /// Counted sign by sign.
    Foreign,
}

impl Kind {
    fn of(sign: char) -> Self {
        match sign {
            ' ' => Kind::Blank,
            'a'..='z' | 'A'..='Z' => Kind::Letter,
            '0'..='9' => Kind::Digit,
            _ if sign.is_ascii() => Kind::Mark,
            _ => Kind::Foreign,
        }
    }

    /// Those of so many signs in a row.
    fn tokens(self, signs: usize) -> usize {
        match self {
            Kind::Letter => signs.div_ceil(4),
            Kind::Digit => signs.div_ceil(3),
            Kind::Mark => signs.div_ceil(2),
            // One belongs to the word behind it.
            Kind::Blank => signs.saturating_sub(1),
            Kind::Foreign => 0,
        }
    }
}
