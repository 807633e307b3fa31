//! What MySQL reads in a quoted literal that was copied into its SQL.

/// The literal does not end where it was meant to: a backslash takes the meaning of a quote away, and
/// what follows is read as SQL. A CRM runs what it then reads; the sandbox never does.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unterminated;

/// The text that MySQL sees, from the text between the quotes with its quotes undoubled, as it stands
/// on the wire. `\n`, `\t`, `\\` and so on have their meaning; `\%` and `\_` keep the backslash, for
/// `like`; before any other character a backslash is dropped.
pub(crate) fn unescape(wire: &str) -> Result<String, Unterminated> {
    let mut text = String::with_capacity(wire.len());
    let mut chars = wire.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            // On the wire the quote is doubled: the second one ends the literal.
            None | Some('\'') => return Err(Unterminated),
            Some('0') => text.push('\0'),
            Some('b') => text.push('\u{8}'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('Z') => text.push('\u{1a}'),
            Some(c @ ('%' | '_')) => text.extend(['\\', c]),
            Some(c) => text.push(c),
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_those_of_mysql() {
        assert_eq!(unescape(r"C:\temp\\x\n\q").as_deref(), Ok("C:\temp\\x\nq"));
        assert_eq!(unescape(r"50\%\_").as_deref(), Ok(r"50\%\_"));
        assert_eq!(unescape("O'Brien").as_deref(), Ok("O'Brien"));
    }

    #[test]
    fn a_backslash_before_a_quote_opens_the_literal() {
        assert_eq!(unescape(r"a\"), Err(Unterminated));
        assert_eq!(unescape(r"x\'y"), Err(Unterminated));
        assert_eq!(unescape(r"x\\'y").as_deref(), Ok(r"x\'y"));
    }
}
