//! Strings of the host language: where they begin and end, and what they hold.

use super::cursor::Cursor;
use super::syntax::{Escapes, Holes, Language, Quote};
use super::text::{HOLE, HostText};

/// A string that begins at the cursor.
#[derive(Clone, Debug)]
pub(super) struct Literal {
    /// Where its text begins.
    body: usize,
    close: String,
    /// What opens a further pair inside, which belongs to the text.
    nested: Option<char>,
    escapes: Escapes,
    holes: Holes,
    multiline: bool,
}

impl Literal {
    /// The string that begins here, prefix included.
    pub(super) fn at(cursor: &Cursor<'_>) -> Option<Self> {
        match cursor.language {
            Language::Rust => rust_raw(cursor),
            Language::Python => python_prefixed(cursor),
            Language::Php => heredoc(cursor, "<<<"),
            Language::Ruby => {
                heredoc(cursor, "<<~").or_else(|| heredoc(cursor, "<<-")).or_else(|| percent(cursor))
            }
            _ => None,
        }
        .or_else(|| {
            let quote = cursor.syntax.quotes.iter().find(|quote| cursor.starts_with(quote.open))?;
            Some(Literal::of(quote, cursor.at + quote.open.len()))
        })
    }

    fn of(quote: &Quote, body: usize) -> Self {
        let Quote { close, escapes, holes, multiline, .. } = *quote;
        Literal { body, close: close.to_owned(), nested: None, escapes, holes, multiline }
    }

    /// Reads its text, and moves the cursor behind it. `None` when it does not end where one of its kind
    /// must.
    pub(super) fn read(&self, cursor: &mut Cursor<'_>) -> Option<HostText> {
        let ends_at_apostrophe = self.close.starts_with('\'');
        let mut text = HostText { ends_at_apostrophe, ..HostText::default() };
        cursor.at = self.body;
        let mut depth = 0_usize;
        loop {
            let closes = cursor.starts_with(&self.close);
            if closes && depth == 0 {
                cursor.eat(&self.close);
                return Some(text);
            }
            let start = cursor.at;
            let char = cursor.peek()?;
            depth = (depth + usize::from(self.nested == Some(char))).saturating_sub(usize::from(closes));
            match char {
                '\n' if !self.multiline => return None,
                '\\' if self.escapes != Escapes::None => self.escape(cursor, &mut text),
                _ if self.hole(cursor) => text.push(HOLE, start, cursor.at),
                char => {
                    cursor.bump();
                    // A doubled brace is one.
                    if self.holes == Holes::Braces && matches!(char, '{' | '}') && cursor.peek() == Some(char)
                    {
                        cursor.bump();
                    }
                    text.push(char, start, cursor.at);
                }
            }
        }
    }

    /// Moves over a part that is filled in when the program runs.
    fn hole(&self, cursor: &mut Cursor<'_>) -> bool {
        match self.holes {
            Holes::None => false,
            Holes::Dollar => cursor.starts_with("${") && skip_braces(cursor, 1),
            Holes::Hash => cursor.starts_with("#{") && skip_braces(cursor, 1),
            Holes::Braces => cursor.starts_with("{") && !cursor.starts_with("{{") && skip_braces(cursor, 0),
            Holes::Php => php_hole(cursor),
        }
    }

    fn escape(&self, cursor: &mut Cursor<'_>, text: &mut HostText) {
        let start = cursor.at;
        cursor.bump();
        let Some(char) = cursor.peek() else { return text.push('\\', start, cursor.at) };
        match self.escapes {
            Escapes::Kept | Escapes::None => {
                text.push('\\', start, cursor.at);
                let at = cursor.at;
                cursor.bump();
                text.push(char, at, cursor.at);
            }
            Escapes::Quote if char == '\\' || self.close.starts_with(char) => {
                cursor.bump();
                text.push(char, start, cursor.at);
            }
            Escapes::Quote => text.push('\\', start, cursor.at),
            Escapes::Full => match escaped(cursor) {
                Some(Escaped::Char(char)) => text.push(char, start, cursor.at),
                Some(Escaped::Nothing) => {}
                None => {
                    text.push('\\', start, start + 1);
                    text.push(char, start + 1, cursor.at);
                }
            },
        }
    }
}

enum Escaped {
    Char(char),
    /// A line that goes on.
    Nothing,
}

/// What stands behind a backslash; `None` when it has no meaning there.
fn escaped(cursor: &mut Cursor<'_>) -> Option<Escaped> {
    let char = cursor.bump()?;
    let known = match char {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '\\' | '\'' | '"' | '`' | '$' | '#' | '{' => char,
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        'e' => '\u{1b}',
        'x' => return Some(Escaped::Char(hex(cursor, 2))),
        'u' if cursor.eat("{") => {
            let char = hex(cursor, 8);
            cursor.eat("}");
            return Some(Escaped::Char(char));
        }
        'u' => return Some(Escaped::Char(hex(cursor, 4))),
        'U' => return Some(Escaped::Char(hex(cursor, 8))),
        '\n' | '\r' if char == '\n' || cursor.eat("\n") => {
            // Rust leaves out the white space as well; elsewhere it does not matter to a query.
            cursor.skip_while(char::is_whitespace);
            return Some(Escaped::Nothing);
        }
        _ => return None,
    };
    Some(Escaped::Char(known))
}

/// A character of Rust, which begins here; `None` where it is the quote of a lifetime.
pub(super) fn rust_char(cursor: &mut Cursor<'_>) -> Option<HostText> {
    if !cursor.eat("'") {
        return None;
    }
    let start = cursor.at;
    let value = match cursor.bump()? {
        '\\' => escaped(cursor)?,
        char => Escaped::Char(char),
    };
    let mut text = HostText::default();
    if let Escaped::Char(char) = value {
        text.push(char, start, cursor.at);
    }
    cursor.eat("'").then_some(text)
}

fn hex(cursor: &mut Cursor<'_>, most: usize) -> char {
    let digits = cursor.rest().bytes().take(most).take_while(u8::is_ascii_hexdigit).count();
    let value = cursor.rest().get(..digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    cursor.at += digits;
    value.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Moves over `{…}`, which begins `before` bytes from here. Braces and strings in it are balanced.
pub(super) fn skip_braces(cursor: &mut Cursor<'_>, before: usize) -> bool {
    let start = cursor.at;
    cursor.at += before;
    let mut depth = 0_usize;
    while let Some(char) = cursor.peek() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            '"' | '\'' | '`' => {
                let inner = Quote {
                    open: "",
                    close: match char {
                        '"' => "\"",
                        '\'' => "'",
                        _ => "`",
                    },
                    escapes: Escapes::Kept,
                    holes: Holes::None,
                    multiline: false,
                };
                // A lone quote is a character of Rust or an apostrophe.
                let mut behind = *cursor;
                if Literal::of(&inner, cursor.at + 1).read(&mut behind).is_some() {
                    cursor.at = behind.at;
                    continue;
                }
            }
            _ => {}
        }
        cursor.bump();
        if depth == 0 {
            return true;
        }
    }
    cursor.at = start;
    false
}

fn php_hole(cursor: &mut Cursor<'_>) -> bool {
    if cursor.starts_with("{$") {
        return skip_braces(cursor, 0);
    }
    if cursor.starts_with("${") {
        return skip_braces(cursor, 1);
    }
    let mut ahead = *cursor;
    if !ahead.eat("$") || ahead.word().is_none() {
        return false;
    }
    let before_field = ahead;
    if ahead.eat("[") {
        ahead.skip_while(|char| char != ']' && char != '\n' && char != '"');
        if !ahead.eat("]") {
            ahead = before_field;
        }
    } else if (ahead.eat("?->") || ahead.eat("->")) && ahead.word().is_none() {
        ahead = before_field;
    }
    *cursor = ahead;
    true
}

/// `r"…"`, `br##"…"##`, `b"…"`, `c"…"`.
fn rust_raw(cursor: &Cursor<'_>) -> Option<Literal> {
    let mut ahead = *cursor;
    let prefix = ahead.skip_while(|char| matches!(char, 'b' | 'c' | 'r'));
    if prefix.is_empty() || prefix.len() > 2 {
        return None;
    }
    let hashes = ahead.skip_while(|char| char == '#');
    let raw = prefix.ends_with('r');
    if !ahead.eat("\"") || (!raw && !hashes.is_empty()) {
        return None;
    }
    let escapes = if raw { Escapes::None } else { Escapes::Full };
    let close = format!("\"{hashes}");
    Some(Literal { body: ahead.at, close, nested: None, escapes, holes: Holes::None, multiline: true })
}

/// `r"…"`, `f'…'`, `Rb"""…"""`.
fn python_prefixed(cursor: &Cursor<'_>) -> Option<Literal> {
    let mut ahead = *cursor;
    let prefix = ahead.skip_while(|char| "rRbBfFuU".contains(char));
    let quote = cursor.syntax.quotes.iter().find(|quote| ahead.starts_with(quote.open))?;
    if prefix.is_empty() || prefix.len() > 2 {
        return None;
    }
    let mut literal = Literal::of(quote, ahead.at + quote.open.len());
    if prefix.contains(['r', 'R']) {
        literal.escapes = Escapes::Kept;
    }
    if prefix.contains(['f', 'F']) {
        literal.holes = Holes::Braces;
    }
    Some(literal)
}

/// `<<<EOT … EOT` of PHP, `<<~SQL … SQL` of Ruby: the text begins on the next line and ends at the name
/// on a line of its own.
fn heredoc(cursor: &Cursor<'_>, mark: &str) -> Option<Literal> {
    let mut ahead = *cursor;
    if !ahead.eat(mark) {
        return None;
    }
    ahead.skip_while(|char| char == ' ' || char == '\t');
    let quoted = ahead.skip_while(|char| char == '\'' || char == '"').to_owned();
    let name = ahead.word()?;
    ahead.eat(&quoted);
    if !ahead.skip_to("\n") {
        return None;
    }
    let body = ahead.at;
    // The line break before the closing name belongs to the mark, and so does its indentation.
    let close = ahead.rest().match_indices('\n').find_map(|(at, _)| {
        let line = ahead.rest().get(at + 1..)?;
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let behind = line.get(indent..)?.strip_prefix(name)?;
        let ends = !behind.starts_with(|char: char| char.is_alphanumeric() || char == '_');
        ends.then(|| line.get(..indent + name.len()).map(|line| format!("\n{line}"))).flatten()
    })?;
    let plain = quoted == "'";
    let holes = match (plain, cursor.language) {
        (true, _) => Holes::None,
        (false, Language::Ruby) => Holes::Hash,
        (false, _) => Holes::Php,
    };
    let escapes = if plain { Escapes::None } else { Escapes::Full };
    Some(Literal { body, close, nested: None, escapes, holes, multiline: true })
}

/// `%q(…)` and `%Q(…)` of Ruby.
fn percent(cursor: &Cursor<'_>) -> Option<Literal> {
    let mut ahead = *cursor;
    let (escapes, holes) = match (ahead.eat("%q"), ahead.eat("%Q")) {
        (true, _) => (Escapes::Quote, Holes::None),
        (false, true) => (Escapes::Full, Holes::Hash),
        (false, false) => return None,
    };
    let open = ahead.bump()?;
    let close = match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        '|' | '!' => open,
        _ => return None,
    };
    let nested = (open != close).then_some(open);
    Some(Literal { body: ahead.at, close: close.to_string(), nested, escapes, holes, multiline: true })
}
