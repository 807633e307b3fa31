//! The server's lexer, as far as the kind of an error depends on it: text that cannot be lexed is an
//! internal error there, text that cannot be parsed is a syntax error, and whichever comes first counts.

/// The longest quoted text that the server's lexer takes, in bytes, a doubled quote counting as one.
const MAX_LITERAL: usize = 8_189;

/// Where the first bytes stand that the server's lexer does not take.
pub(crate) fn first_error(query: &str) -> Option<usize> {
    let bytes = query.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        match token(bytes.get(index..).unwrap_or_default()) {
            Some(length) => index += length,
            None => return Some(index),
        }
    }
    None
}

/// The length of the token or the white space at the start of `bytes`.
fn token(bytes: &[u8]) -> Option<usize> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    match bytes {
        [b'<' | b'>' | b'!', b'=', ..] => Some(2),
        [b' ' | b'\t' | b'\r' | b'\n' | b'(' | b')' | b',' | b'*' | b'=' | b'<' | b'>' | b';', ..] => Some(1),
        [b'\'', rest @ ..] => literal(rest).map(|length| length + 1),
        [b'+' | b'-', digit, ..] if digit.is_ascii_digit() => {
            Some(1 + bytes.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count())
        }
        [first, ..] if is_word(first) => Some(bytes.iter().take_while(|byte| is_word(byte)).count()),
        _ => None,
    }
}

/// The length of a quoted text after its first quote, with the last one.
fn literal(bytes: &[u8]) -> Option<usize> {
    let (mut index, mut units) = (0, 0);
    loop {
        match (bytes.get(index)?, bytes.get(index + 1)) {
            (b'\'', Some(b'\'')) => index += 2,
            (b'\'', _) => break,
            _ => index += 1,
        }
        units += 1;
    }
    (1..=MAX_LITERAL).contains(&units).then_some(index + 1)
}

#[cfg(test)]
mod tests {
    use super::first_error;

    #[test]
    fn bytes_that_are_no_token_are_found() {
        for (query, expected) in [
            ("select id from Contacts where a >= 'O''Brien' and b in (-5, 0x1F);", None),
            ("select id from Contacts where a = 1.5;", Some(35)),
            ("select id from Contacts where a = '';", Some(34)),
            ("select \u{fc}", Some(7)),
            ("a = 'open", Some(4)),
            ("''''", None),
            ("\"x\"", Some(0)),
        ] {
            assert_eq!(first_error(query), expected, "{query}");
        }
    }

    #[test]
    fn a_literal_has_a_longest_length() {
        assert_eq!(first_error(&format!("'{}'", "a".repeat(8_189))), None);
        assert_eq!(first_error(&format!("'{}'", "a".repeat(8_190))), Some(0));
        assert_eq!(first_error(&format!("'{}'", "''".repeat(8_189))), None);
    }
}
