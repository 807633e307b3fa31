//! The outline of a `select … from …`, whatever database it is for.

use crate::text::HOLE;

/// The outline of a text that begins with `select`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact, and stands alone")]
pub(crate) struct Outline {
    /// The word behind `from`, and whether parts of it are filled in.
    pub(crate) module: Option<Module>,
    /// The names that stand where fields do, without `id`.
    pub(crate) fields: Vec<String>,
    /// Fields with what stands before their dot: `Accounts.accountname`.
    pub(crate) qualified: Vec<(String, String)>,
    /// Whether what is filled in stands before a dot: `{table}.name`.
    pub(crate) has_open_qualifier: bool,
    /// Whether several columns are named, or all.
    pub(crate) has_list: bool,
    /// Whether a field is filled in.
    pub(crate) has_field_holes: bool,
    /// What another database has and Vtiger has not, if something of that kind is there.
    pub(crate) foreign: Option<Foreign>,
    /// Whether it has placeholders that databases fill in.
    pub(crate) has_placeholders: bool,
    /// Whether a literal like `'12x34'` is there.
    pub(crate) has_record_id: bool,
    /// Whether `id` is compared with a number.
    pub(crate) has_number_id: bool,
    /// Whether it ends with a semicolon.
    pub(crate) is_ended: bool,
    /// Whether it is a sentence: words in a row where a list should be.
    pub(crate) is_prose: bool,
    /// Whether something is left out: `…`.
    pub(crate) is_sketch: bool,
}

/// What stands behind `from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Module {
    Named(String),
    /// Filled in; which hole it is, counted from the start.
    Hole(usize),
}

/// How far from Vtiger a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Foreign {
    /// People write it to Vtiger by mistake: `is null`, `distinct`, a function.
    Clause,
    /// A join, an alias, a schema, a placeholder of a database: it is for another one.
    Database,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Number,
    Text(String),
    /// Text in `"…"`, `` `…` `` or `[…]`.
    Quoted,
    Hole(usize),
    Mark(char),
}

impl Token {
    fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(own) if own.eq_ignore_ascii_case(word))
    }
}

/// The outline of a text that begins with `select`; `None` without a `from`.
pub(crate) fn outline(query: &str) -> Option<Outline> {
    let is_sketch = query.contains('…') || query.contains("...");
    let tokens = tokens(query);
    let mut found = Outline { is_sketch, ..Outline::default() };
    let from = from(&tokens)?;
    found.list(&tokens[1..from]);
    let behind = found.module(&tokens[from + 1..])?;
    found.rest(&tokens[from + 1 + behind..]);
    let is_open_qualifier = |three: &[Token]| {
        matches!(three, [Token::Hole(_), Token::Mark('.'), Token::Hole(_) | Token::Word(_)])
    };
    found.has_open_qualifier = tokens.windows(3).any(is_open_qualifier);
    Some(found)
}

/// Where the `from` of the outermost select list stands.
fn from(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    tokens.iter().position(|token| {
        match token {
            Token::Mark('(') => depth += 1,
            Token::Mark(')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && token.is("from")
    })
}

impl Outline {
    fn add_foreign(&mut self, foreign: Foreign) {
        self.foreign = self.foreign.max(Some(foreign));
    }

    fn add_field(&mut self, name: &str) {
        if name.ends_with("__c") || name.ends_with("__r") {
            self.add_foreign(Foreign::Database);
        }
        if name != "id" && !name.chars().all(|char| char.is_ascii_digit()) {
            self.fields.push(name.to_owned());
        }
    }

    /// `Accounts.accountname`, whose first word stands at a place; `crm.Contacts.id` and `Contacts.*` are not of
    /// this kind.
    fn add_qualified(&mut self, tokens: &[Token], at: usize) {
        let is_dot = |at: usize| tokens.get(at) == Some(&Token::Mark('.'));
        let before = at.checked_sub(1).is_some_and(is_dot);
        match (&tokens[at], tokens.get(at + 2)) {
            (Token::Word(module), Some(Token::Word(field))) if !before && !is_dot(at + 3) => {
                self.qualified.push((module.clone(), field.clone()));
            }
            _ => self.add_foreign(Foreign::Database),
        }
    }

    /// The select list.
    fn list(&mut self, tokens: &[Token]) {
        let mut words_in_row = 0;
        for (at, token) in tokens.iter().enumerate() {
            let next = tokens.get(at + 1);
            let is_qualified = at.checked_sub(1).and_then(|at| tokens.get(at)) == Some(&Token::Mark('.'));
            match token {
                Token::Word(word) if next == Some(&Token::Mark('(')) => {
                    if !word.eq_ignore_ascii_case("count") {
                        self.add_foreign(Foreign::Clause);
                    }
                    words_in_row = 0;
                }
                Token::Word(word) if word.eq_ignore_ascii_case("select") => {
                    self.add_foreign(Foreign::Database);
                }
                Token::Word(word) if is_any(word, &["distinct", "as", "top", "all", "into"]) => {
                    self.add_foreign(Foreign::Clause);
                }
                Token::Word(word) => {
                    words_in_row += 1;
                    self.is_prose |= words_in_row > 2;
                    if next == Some(&Token::Mark('.')) {
                        self.add_qualified(tokens, at);
                    } else if !is_qualified {
                        self.add_field(word);
                    }
                }
                Token::Hole(_) => {
                    self.has_field_holes = true;
                    words_in_row = 0;
                }
                Token::Quoted => self.add_foreign(Foreign::Database),
                Token::Mark(',' | '*' | '(' | ')' | '.') => {
                    self.has_list |= matches!(token, Token::Mark(',' | '*'));
                    words_in_row = 0;
                }
                Token::Text(_) | Token::Mark(_) => self.add_foreign(Foreign::Clause),
                Token::Number => {}
            }
        }
    }

    /// The module; returns how many tokens it takes.
    fn module(&mut self, tokens: &[Token]) -> Option<usize> {
        let (module, length) = match tokens.first()? {
            Token::Word(word) => (Module::Named(word.clone()), 1),
            Token::Hole(index) => (Module::Hole(*index), 1),
            Token::Quoted | Token::Text(_) => {
                self.add_foreign(Foreign::Database);
                (Module::Named(String::new()), 1)
            }
            _ => return None,
        };
        self.module = Some(module);
        Some(length)
    }

    /// What stands behind the module.
    fn rest(&mut self, tokens: &[Token]) {
        match tokens.first() {
            Some(Token::Mark('.' | ',' | ':' | '(')) => self.add_foreign(Foreign::Database),
            Some(Token::Word(word)) if !is_any(word, &["where", "order", "orderby", "limit"]) => {
                let clause = is_any(word, &["group", "having", "offset", "for", "fetch"]);
                // A sentence goes on; a statement has an alias or a join here.
                self.is_prose |= !clause && tokens.len() > 1 && !Self::has_condition(tokens);
                self.add_foreign(if clause { Foreign::Clause } else { Foreign::Database });
            }
            _ => {}
        }
        let mut in_order = false;
        for (at, token) in tokens.iter().enumerate() {
            let next = tokens.get(at + 1);
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            match token {
                Token::Word(word)
                    if is_any(word, &["join", "union", "returning", "exists", "using", "on", "collate"]) =>
                {
                    self.add_foreign(Foreign::Database);
                }
                Token::Word(word)
                    if is_any(
                        word,
                        &["group", "having", "is", "ilike", "rlike", "regexp", "offset", "case"],
                    ) =>
                {
                    self.add_foreign(Foreign::Clause);
                }
                Token::Word(word) if is_any(word, &["by", "orderby"]) => in_order = true,
                Token::Word(word) if word.eq_ignore_ascii_case("limit") => in_order = false,
                Token::Word(word)
                    if next == Some(&Token::Mark('('))
                        && !is_any(word, &["in", "and", "or", "where", "not", "count"]) =>
                {
                    self.add_foreign(Foreign::Clause);
                }
                Token::Word(_) if next == Some(&Token::Mark('.')) => self.add_qualified(tokens, at),
                Token::Word(_) if before == Some(&Token::Mark('.')) => {}
                Token::Word(word) => {
                    let is_operator = |token: &Token| match token {
                        Token::Mark(mark) => "=<>!".contains(*mark),
                        Token::Word(word) => is_any(word, &["like", "in", "not", "is", "between"]),
                        _ => false,
                    };
                    let tested = next.is_some_and(is_operator);
                    let keyword =
                        is_any(word, &["and", "or", "where", "not", "asc", "desc", "order", "like"]);
                    if keyword {
                        continue;
                    }
                    if tested || in_order {
                        self.has_number_id |=
                            word == "id" && tested && matches!(tokens.get(at + 2), Some(Token::Number));
                        self.add_field(word);
                    }
                    // coreBOS takes ids without quotes.
                    self.has_record_id |= !word.starts_with('0') && is_record_id(word);
                }
                Token::Quoted
                    if next.is_some_and(|token| {
                        matches!(token, Token::Mark('=' | '<' | '>' | '!' | '.'))
                            || token.is("is")
                            || token.is("in")
                            || token.is("like")
                    }) =>
                {
                    self.add_foreign(Foreign::Database);
                }
                Token::Text(text) => self.has_record_id |= is_record_id(text),
                Token::Hole(_) if before.is_none_or(|token| token.is("where") || token.is("and")) => {
                    self.has_field_holes = true;
                }
                Token::Mark(';') => self.is_ended |= at + 1 == tokens.len(),
                Token::Mark('|' | '~' | '`' | '[' | ':') => self.add_foreign(Foreign::Database),
                _ => {}
            }
        }
    }

    fn has_condition(tokens: &[Token]) -> bool {
        tokens
            .iter()
            .any(|token| ["where", "join", "on", "order", "limit", "group"].iter().any(|word| token.is(word)))
    }
}

fn is_any(word: &str, words: &[&str]) -> bool {
    words.iter().any(|own| own.eq_ignore_ascii_case(word))
}

/// `12x34`.
fn is_record_id(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('x').is_some_and(|(module, number)| {
        digits(module) && (digits(number) || number.starts_with(HOLE) && number.chars().count() == 1)
    })
}

fn tokens(query: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut holes = 0;
    let mut rest = query;
    while let Some(char) = rest.chars().next() {
        let (token, length) = match char {
            HOLE => {
                holes += 1;
                (Some(Token::Hole(holes - 1)), char.len_utf8())
            }
            '\'' => {
                let length = quoted(rest, '\'');
                let text = rest[1..length].trim_end_matches('\'');
                holes += text.matches(HOLE).count();
                (Some(Token::Text(text.to_owned())), length)
            }
            '"' | '`' => {
                let length = quoted(rest, char);
                holes += rest[..length].matches(HOLE).count();
                (Some(Token::Quoted), length)
            }
            '-' if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => (None, rest.find("*/").map_or(rest.len(), |end| end + 2)),
            char if char.is_whitespace() => (None, char.len_utf8()),
            char if char.is_alphanumeric() || char == '_' => {
                let is_word = |char: char| char.is_alphanumeric() || char == '_';
                let length = rest.find(|char| !is_word(char)).unwrap_or(rest.len());
                let word = &rest[..length];
                let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
                (Some(if is_number { Token::Number } else { Token::Word(word.to_owned()) }), length)
            }
            char => (Some(Token::Mark(char)), char.len_utf8()),
        };
        tokens.extend(token);
        rest = &rest[length..];
    }
    tokens
}

/// The length of a literal; two quotes in it are one.
fn quoted(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, char)) = chars.next() {
        if char == quote {
            if chars.peek().is_none_or(|(_, next)| *next != quote) {
                return at + 1;
            }
            chars.next();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Foreign, Module, outline};

    #[test]
    fn the_outline_of_a_query_has_its_names() {
        let found = outline("SELECT id, lastname, \u{10ffff} FROM Contacts WHERE city = 'a' and f in ('1x2') order by b, c desc limit 5;").unwrap();
        assert_eq!(found.module, Some(Module::Named("Contacts".to_owned())));
        assert_eq!(found.fields, ["lastname", "city", "f", "b", "c"]);
        assert!(found.has_field_holes && found.has_record_id && found.is_ended && found.foreign.is_none());
    }

    #[test]
    fn fields_of_other_modules_are_told_from_tables_of_a_schema() {
        let found = outline("select a, Accounts.b from Contacts where related.c = '1x2' orderby d").unwrap();
        assert_eq!(found.fields, ["a", "d"]);
        let qualified =
            [("Accounts", "b"), ("related", "c")].map(|(module, field)| (module.into(), field.into()));
        assert_eq!(found.qualified, qualified);
        assert_eq!(found.foreign, None);
        for sql in ["select crm.Contacts.id from Contacts", "select Contacts.* from Contacts"] {
            assert_eq!(outline(sql).unwrap().foreign, Some(Foreign::Database), "{sql}");
        }
    }

    #[test]
    fn the_sql_of_databases_is_told() {
        for (sql, expected) in [
            ("select id from Users u where u.id = 1", Foreign::Database),
            ("select id from crm.Contacts", Foreign::Database),
            ("select id from Users, Contacts", Foreign::Database),
            ("select * from Products where \"deletedAt\" is null", Foreign::Database),
            ("select id from Contacts c join x on c.a = x.b", Foreign::Database),
            ("select Name, (select Id from Contacts) from Account", Foreign::Database),
            ("select id from Contacts where lastname is null", Foreign::Clause),
            ("select distinct lastname from Contacts", Foreign::Clause),
            ("select max(id) from Contacts", Foreign::Clause),
            ("select id from Contacts where lower(lastname) = 'a'", Foreign::Clause),
        ] {
            assert_eq!(outline(sql).unwrap().foreign, Some(expected), "{sql}");
        }
    }

    #[test]
    fn sentences_are_told() {
        assert!(outline("Select the newest rows from Contacts and show them").unwrap().is_prose);
        assert!(outline("select a file").is_none());
        assert!(!outline("select id lastname from Contacts").unwrap().is_prose);
    }
}
