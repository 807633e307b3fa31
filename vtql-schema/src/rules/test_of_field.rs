use std::borrow::Cow;
use vtql_parser::Diagnostic;
use vtql_parser::ast::{CompareOp, InValues, Literal, LiteralKind, Name, Predicate, Value};
use vtql_parser::diagnostic::Safety;
use vtql_parser::encode::{MAX_UNITS, mysql_text};

/// A field and a literal that it is compared with. A predicate with several literals is several tests.
#[derive(Clone, Copy, Debug)]
pub(super) struct Test<'a> {
    pub(super) field: &'a Name,
    pub(super) how: How,
    pub(super) value: &'a Literal,
    /// The text of `value`: reading it anew in each rule costs time.
    pub(super) raw: &'a str,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// `=`, `!=`.
    Equal,
    /// `<`, `<=`, `>`, `>=`, `between`.
    Ordered,
    /// `in`.
    Member,
    /// `like`.
    Pattern,
    /// `includes`.
    Includes,
}

impl<'a> Test<'a> {
    /// The tests of a predicate, in order of the text. Parameters are left out.
    pub(super) fn of(predicate: &'a Predicate) -> Vec<Self> {
        let field = predicate.field();
        let (how, values): (How, Vec<&Value>) = match predicate {
            Predicate::Compare(it) if matches!(it.op, CompareOp::Eq | CompareOp::Ne) => {
                (How::Equal, vec![&it.value])
            }
            Predicate::Compare(it) => (How::Ordered, vec![&it.value]),
            Predicate::Like(it) => (How::Pattern, vec![&it.pattern]),
            Predicate::Includes(it) => (How::Includes, vec![&it.value]),
            Predicate::Between(it) => (How::Ordered, vec![&it.low, &it.high]),
            Predicate::In(it) => match &it.values {
                InValues::List(values) => (How::Member, values.iter().collect()),
                _ => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        let literals = values.into_iter().filter_map(Value::literal);
        literals.map(|value| Test { field, how, value, raw: value.text() }).collect()
    }

    /// The text as the server's database sees it; `None` when a backslash at its end leaves it open.
    pub(super) fn text(&self) -> Option<Cow<'a, str>> {
        match self.value.kind() {
            LiteralKind::WireString if self.raw.contains('\\') => mysql_text(self.raw).map(Cow::Owned),
            _ => Some(Cow::Borrowed(self.raw)),
        }
    }

    /// Puts quotes around a bare literal, unless the string would be too long for the server.
    pub(super) fn quote(&self, finding: Diagnostic, title: &str) -> Diagnostic {
        let text = self.raw;
        if text.len() > MAX_UNITS {
            return finding;
        }
        finding.help(format!("quote it: `'{text}'`")).fix(
            Safety::Unsafe,
            title,
            self.value.span,
            format!("'{text}'"),
        )
    }

    /// The literal, if it is a bare word.
    pub(super) fn word(&self) -> Option<&'a str> {
        (self.value.kind() == LiteralKind::Word).then_some(self.raw)
    }

    /// Whether the literal is bare and a number to the server's database: `5`, `-5`, `1e5`, `0x1F`,
    /// and `true` and `false`, which are 1 and 0 there.
    pub(super) fn is_bare_number(&self) -> bool {
        match self.value.kind() {
            LiteralKind::Integer | LiteralKind::Decimal => true,
            LiteralKind::Word => is_number_word(self.raw),
            _ => false,
        }
    }

    /// Whether the literal is bare and the number 0 to the server's database.
    pub(super) fn is_bare_zero(&self) -> bool {
        let text = self.raw;
        match self.value.kind() {
            LiteralKind::Integer | LiteralKind::Decimal => {
                text.trim_start_matches(['+', '-']).bytes().all(|b| b == b'0' || b == b'.')
            }
            LiteralKind::Word => {
                let mantissa = text.split_once(['e', 'E']).map_or("", |(mantissa, _)| mantissa);
                let is_zero = !mantissa.is_empty() && mantissa.bytes().all(|b| b == b'0');
                text.eq_ignore_ascii_case("false") || (is_zero && is_number_word(text))
            }
            _ => false,
        }
    }
}

/// Words that are numbers in the server's database.
fn is_number_word(word: &str) -> bool {
    let hexadecimal = |word: &str| {
        word.strip_prefix("0x").is_some_and(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let scientific = |word: &str| {
        let digits = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
        word.split_once(['e', 'E']).is_some_and(|(mantissa, exponent)| digits(mantissa) && digits(exponent))
            // The database refuses a number beyond its range.
            && word.parse().is_ok_and(f64::is_finite)
    };
    word.eq_ignore_ascii_case("true")
        || word.eq_ignore_ascii_case("false")
        || hexadecimal(word)
        || scientific(word)
}
