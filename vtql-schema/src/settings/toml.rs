//! Just enough TOML to read settings: tables, keys, text, whole numbers and booleans; of other values
//! only where they end. A TOML library would be half of all the code that a user of the macros compiles.

use super::SettingsError;

/// A value and the keys that lead to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) path: Vec<String>,
    pub(super) value: Value,
    /// Counted from 1.
    pub(super) line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Boolean(bool),
    /// A list, a date, a number with a fraction.
    Other,
}

/// The values of a document in order. Those in lists are left out.
pub(super) fn read(document: &str) -> Result<Vec<Entry>, SettingsError> {
    let document = document.strip_prefix('\u{feff}').unwrap_or(document);
    let mut reader = Reader { document, rest: document, entries: Vec::new(), lists: Vec::new() };
    reader.document().map_err(|message| SettingsError { line: reader.line(), message })?;
    Ok(reader.entries)
}

struct Reader<'a> {
    document: &'a str,
    rest: &'a str,
    entries: Vec<Entry>,
    /// The lists of tables (`[[bin]]`), and how their last elements are called here: `bin[0]`, a name that no setting has.
    lists: Vec<(Vec<String>, Vec<String>)>,
}

type Read<T> = Result<T, String>;

impl Reader<'_> {
    fn document(&mut self) -> Read<()> {
        let mut table = Vec::new();
        loop {
            self.skip_blank();
            if self.rest.is_empty() {
                return Ok(());
            }
            if self.eat("[[") {
                let list = self.key()?;
                table = self.element(&list);
                self.lists.push((list, table.clone()));
                self.expect("]]")?;
            } else if self.eat("[") {
                let key = self.key()?;
                table = self.in_last_element(&key);
                self.expect("]")?;
            } else {
                self.pair(&table)?;
            }
            self.end_of_line()?;
        }
    }

    /// The path of the next element of a list.
    fn element(&self, list: &[String]) -> Vec<String> {
        let number = self.lists.iter().filter(|(name, _)| name == list).count();
        let (last, before) =
            list.split_last().map_or(("", &[][..]), |(last, before)| (last.as_str(), before));
        [self.in_last_element(before), vec![format!("{last}[{number}]")]].concat()
    }

    /// Where a path leads that may go through lists.
    fn in_last_element(&self, path: &[String]) -> Vec<String> {
        let through = self.lists.iter().filter(|(list, _)| path.starts_with(list));
        let longest = through.max_by_key(|(list, _)| list.len());
        longest.map_or_else(|| path.to_vec(), |(list, element)| [element, &path[list.len()..]].concat())
    }

    /// `key = value` in a table.
    fn pair(&mut self, table: &[String]) -> Read<()> {
        let line = self.line();
        let path = [table, &self.key()?].concat();
        self.expect("=")?;
        self.skip_space();
        if self.eat("{") {
            return self.inline_table(&path);
        }
        let value = self.value()?;
        if self.entries.iter().any(|it| it.path.starts_with(&path) || path.starts_with(&it.path)) {
            return Err(format!("`{}` is set twice", path.join(".")));
        }
        self.entries.push(Entry { path, value, line });
        Ok(())
    }

    /// Behind its opening brace.
    fn inline_table(&mut self, path: &[String]) -> Read<()> {
        loop {
            self.skip_blank();
            if self.eat("}") {
                return Ok(());
            }
            self.pair(path)?;
            self.skip_blank();
            if !self.eat(",") && !self.rest.starts_with('}') {
                return Err("`,` or `}` is missing".to_owned());
            }
        }
    }

    fn value(&mut self) -> Read<Value> {
        if let Some(text) = self.text()? {
            return Ok(Value::Text(text));
        }
        if self.eat("[") {
            return self.list();
        }
        let end = self.rest.find([',', ']', '}', '\n', '#']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let word = word.trim();
        let value = match word {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            "inf" | "nan" => Value::Other,
            _ if !word.starts_with(|char: char| char.is_ascii_digit() || "+-".contains(char)) => {
                return Err("a value is missing: text stands in quotes".to_owned());
            }
            _ => whole_number(&word.replace('_', "")).map_or(Value::Other, Value::Number),
        };
        self.rest = rest;
        Ok(value)
    }

    /// Behind its opening bracket.
    fn list(&mut self) -> Read<Value> {
        let of_lists = self.entries.len();
        loop {
            self.skip_blank();
            if self.eat("]") {
                self.entries.truncate(of_lists);
                return Ok(Value::Other);
            }
            if self.eat("{") {
                let element = format!("[]@{}", self.rest.len());
                self.inline_table(&[element])?;
            } else {
                self.value()?;
            }
            self.skip_blank();
            if !self.eat(",") && !self.rest.starts_with(']') {
                return Err("`,` or `]` is missing".to_owned());
            }
        }
    }

    /// `a.b."c d"`
    fn key(&mut self) -> Read<Vec<String>> {
        let mut parts = Vec::new();
        loop {
            self.skip_space();
            let bare = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
            let end = self.rest.find(|char| !bare(char)).unwrap_or(self.rest.len());
            let (word, rest) = self.rest.split_at(end);
            let multiline = self.rest.starts_with("\"\"\"") || self.rest.starts_with("'''");
            let part = if word.is_empty() && !multiline { self.text()? } else { None };
            self.rest = if part.is_some() { self.rest } else { rest };
            match part {
                Some(part) => parts.push(part),
                None if word.is_empty() => return Err("a key is missing".to_owned()),
                None => parts.push(word.to_owned()),
            }
            self.skip_space();
            if !self.eat(".") {
                return Ok(parts);
            }
        }
    }

    /// Text in any of the four notations; `None` when something else stands here.
    fn text(&mut self) -> Read<Option<String>> {
        let Some(quote) = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| self.eat(quote)) else {
            return Ok(None);
        };
        let (multiline, escapes) = (quote.len() == 3, quote.starts_with('"'));
        if multiline && !self.eat("\n") {
            self.eat("\r\n");
        }
        let mut text = String::new();
        loop {
            if self.eat(quote) {
                // Up to two quotes may stand before the closing ones.
                while multiline && self.eat(&quote[..1]) {
                    text.push_str(&quote[..1]);
                }
                return Ok(Some(text));
            }
            match self.bump() {
                None => return Err("text is not closed".to_owned()),
                Some('\n') if !multiline => return Err("text is not closed".to_owned()),
                Some('\\') if escapes => text.extend(self.escaped(multiline)?),
                Some(char) => text.push(char),
            }
        }
    }

    /// What stands behind a backslash; nothing for a line break.
    fn escaped(&mut self, multiline: bool) -> Read<Option<char>> {
        let unknown = || "a backslash before a character that has no meaning there".to_owned();
        let digits = match self.bump() {
            Some('n') => return Ok(Some('\n')),
            Some('t') => return Ok(Some('\t')),
            Some('r') => return Ok(Some('\r')),
            Some('b') => return Ok(Some('\u{8}')),
            Some('f') => return Ok(Some('\u{c}')),
            Some('e') => return Ok(Some('\u{1b}')),
            Some(char @ ('"' | '\\')) => return Ok(Some(char)),
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            Some(char) if multiline && char.is_ascii_whitespace() => {
                let line_break =
                    char == '\n' || self.rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
                self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
                return if line_break { Ok(None) } else { Err(unknown()) };
            }
            _ => return Err(unknown()),
        };
        let code = self.rest.get(..digits).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        self.rest = self.rest.get(digits..).unwrap_or_default();
        code.map(Some).ok_or_else(unknown)
    }

    fn end_of_line(&mut self) -> Read<()> {
        self.skip_space();
        let rest = self.rest.trim_start_matches('\r');
        if rest.is_empty() || rest.starts_with(['\n', '#']) {
            return Ok(());
        }
        Err("something stands behind the end".to_owned())
    }

    fn expect(&mut self, mark: &str) -> Read<()> {
        self.skip_space();
        if self.eat(mark) { Ok(()) } else { Err(format!("`{mark}` is missing")) }
    }

    fn eat(&mut self, mark: &str) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn bump(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let char = chars.next();
        self.rest = chars.as_str();
        char
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    /// White space, line breaks and comments.
    fn skip_blank(&mut self) {
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
            if !self.rest.starts_with('#') {
                return;
            }
            self.rest = self.rest.find('\n').map_or("", |end| &self.rest[end..]);
        }
    }

    /// The line of the place that is read.
    fn line(&self) -> usize {
        let read = &self.document[..self.document.len() - self.rest.len()];
        1 + read.matches('\n').count()
    }
}

fn whole_number(digits: &str) -> Option<i64> {
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = digits.strip_prefix(prefix) {
            return i64::from_str_radix(digits, radix).ok();
        }
    }
    digits.parse().ok()
}
