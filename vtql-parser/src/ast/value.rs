use super::{Gap, InvalidNode, RecordId, Spanned, Text, eq_without_span};
use crate::span::Span;

/// What a field is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Value {
    /// A value that stands in the text.
    Literal(Literal),
    /// A value that is filled in later (surface dialect).
    Param(Param),
    /// A value that is not known: a hole of a template, alone, among letters (`12x{id}`) or in a string.
    Gap(Gap),
}

impl Value {
    /// The literal, unless it is a parameter.
    pub fn literal(&self) -> Option<&Literal> {
        match self {
            Value::Literal(literal) => Some(literal),
            Value::Param(_) | Value::Gap(_) => None,
        }
    }

    /// A plain row count or offset: unsigned digits that fit.
    pub fn as_u64(&self) -> Option<u64> {
        self.literal().and_then(Literal::as_u64)
    }
}

impl Spanned for Value {
    fn span(&self) -> Span {
        match self {
            Value::Literal(literal) => literal.span,
            Value::Param(param) => param.span,
            Value::Gap(gap) => gap.span(),
        }
    }
}

impl<T: Into<Literal>> From<T> for Value {
    fn from(literal: T) -> Self {
        Value::Literal(literal.into())
    }
}

/// A parameter: `{since}`. What stands between the braces is the host language's business.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Param {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "raw::expression"))]
    expression: Box<str>,
    /// Whether the predicate that it stands in is left out when there is no value: `and? city = {city}`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub optional: bool,
    /// Where it stands, braces included.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Param { expression, optional } }

/// Trees are copied as they are built: what is rare must not make every value larger.
const _: () = assert!(size_of::<Value>() == size_of::<Literal>());

impl Param {
    /// A parameter for a tree built in code; [`InvalidNode::Param`] when `expression` is blank or
    /// holds a brace or a line break.
    pub fn new(expression: &str) -> Result<Self, InvalidNode> {
        let expression = expression.trim();
        if expression.is_empty() || expression.contains(['{', '}', '\n', '\r']) {
            return Err(InvalidNode::Param(expression.to_owned()));
        }
        Ok(Param { expression: expression.into(), optional: false, span: Span::NONE })
    }

    pub(crate) fn parsed(expression: &str, span: Span) -> Self {
        Param { expression: expression.trim().into(), optional: false, span }
    }

    /// What stands between the braces, trimmed.
    pub fn expression(&self) -> &str {
        &self.expression
    }
}

/// A value that stands in the text.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "raw::Literal"))]
pub struct Literal {
    kind: LiteralKind,
    text: Text,
    /// Where it stands, quotes included.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Literal { kind, text } }

/// How a [`Literal`] is written, and so what its text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum LiteralKind {
    /// Quoted. The text is exactly what the server's database is meant to see: a backslash is a
    /// backslash. This is what the surface dialect and trees built in code hold.
    String,
    /// Quoted, as it stands on the wire: the database gives the backslashes in it a meaning of their
    /// own (`\n`, `\'`). This is what the wire dialect holds. Quotes are already undoubled.
    WireString,
    /// Unquoted digits, with a sign perhaps: `5`, `-5`, `+5`. The text keeps sign and zeros.
    Integer,
    /// Unquoted digits with a point (surface dialect): `1.5`. Sent quoted.
    Decimal,
    /// Any other unquoted word: `12x34`, `null`, `CURRENT_DATE`. The server copies it into its SQL.
    Word,
}

impl Literal {
    /// Text, sent so that the server's database sees exactly it.
    pub fn string(text: &str) -> Self {
        Literal { kind: LiteralKind::String, text: text.into(), span: Span::NONE }
    }

    /// A whole number.
    pub fn integer(value: i64) -> Self {
        Literal { kind: LiteralKind::Integer, text: value.to_string().into(), span: Span::NONE }
    }

    /// A number with a point, from its digits (`-12.50`): no exponent, no grouping.
    pub fn decimal(text: &str) -> Result<Self, InvalidNode> {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        match unsigned.split_once('.') {
            Some((whole, fraction)) if digits(whole) && digits(fraction) => {
                Ok(Literal { kind: LiteralKind::Decimal, text: text.into(), span: Span::NONE })
            }
            None if digits(unsigned) => {
                Ok(Literal { kind: LiteralKind::Integer, text: text.into(), span: Span::NONE })
            }
            _ => Err(InvalidNode::Number(text.to_owned())),
        }
    }

    pub(crate) fn parsed(kind: LiteralKind, text: impl Into<Text>, span: Span) -> Self {
        Literal { kind, text: text.into(), span }
    }

    /// How it is written.
    pub fn kind(&self) -> LiteralKind {
        self.kind
    }

    /// The text: without quotes, with doubled quotes undone; digits or word as written.
    /// [`LiteralKind`] says what a backslash in it means.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Whether it is quoted on the page.
    pub fn is_quoted(&self) -> bool {
        matches!(self.kind, LiteralKind::String | LiteralKind::WireString)
    }

    /// The record id that the literal writes, quoted or not.
    pub fn record_id(&self) -> Option<RecordId> {
        self.text.parse().ok()
    }

    /// Unsigned digits that fit.
    pub fn as_u64(&self) -> Option<u64> {
        (self.kind == LiteralKind::Integer && self.text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| self.text.parse().ok())
            .flatten()
    }
}

impl Spanned for Literal {
    fn span(&self) -> Span {
        self.span
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Literal::string(text)
    }
}

impl From<String> for Literal {
    fn from(text: String) -> Self {
        Literal::string(&text)
    }
}

impl From<&String> for Literal {
    fn from(text: &String) -> Self {
        Literal::string(text)
    }
}

macro_rules! from_integer {
    ($($integer:ty),+) => {$(
        impl From<$integer> for Literal {
            fn from(value: $integer) -> Self {
                Literal { kind: LiteralKind::Integer, text: value.to_string().into(), span: Span::NONE }
            }
        }
    )+};
}
from_integer! { i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize }

impl From<RecordId> for Literal {
    fn from(id: RecordId) -> Self {
        Literal::string(&id.to_string())
    }
}

/// Trees from other programs are checked as those from constructors are.
#[cfg(feature = "serde")]
mod raw {
    use super::{InvalidNode, LiteralKind, Span, Text};

    #[derive(serde::Deserialize)]
    pub(super) struct Literal {
        kind: LiteralKind,
        text: Text,
        #[serde(default)]
        span: Span,
    }

    impl TryFrom<Literal> for super::Literal {
        type Error = InvalidNode;

        fn try_from(raw: Literal) -> Result<Self, InvalidNode> {
            let parsed = super::Literal::parsed(raw.kind, raw.text.clone(), raw.span);
            let fits = match raw.kind {
                LiteralKind::String => true,
                LiteralKind::WireString => !raw.text.is_empty(),
                LiteralKind::Integer | LiteralKind::Decimal => {
                    return super::Literal::decimal(&raw.text).map(|_| parsed);
                }
                // A limit takes marks for words.
                LiteralKind::Word => {
                    super::super::Name::is_word(&raw.text)
                        || ["*", "=", "<", "<=", ">", ">=", "!=", "<>"].contains(&raw.text.as_str())
                }
            };
            if fits { Ok(parsed) } else { Err(InvalidNode::Name(raw.text.to_string())) }
        }
    }

    pub(super) fn expression<'de, D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Box<str>, D::Error> {
        let text = <std::borrow::Cow<'_, str> as serde::Deserialize>::deserialize(deserializer)?;
        let expression = text.trim();
        if expression.is_empty() || expression.contains(['{', '}']) {
            return Err(serde::de::Error::custom(InvalidNode::Param(expression.to_owned())));
        }
        Ok(expression.into())
    }
}
