//! The names of kinds of findings.

use std::fmt;
use std::str::FromStr;

/// The stable name of a kind of finding: `V102`. The letter and the first digit name its [`Group`].
///
/// ```
/// use vtql_parser::{Code, Group};
///
/// let code: Code = "v102".parse()?;
/// assert_eq!(code.to_string(), "V102");
/// assert_eq!(code.group(), Group::Schema);
/// # Ok::<(), vtql_parser::NotACode>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    group: Group,
    /// ASCII.
    text: [u8; 4],
}

/// What the findings of a [`Code`] are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Group {
    /// `L0xx`: the line that a query came in, of tools that read one query a line.
    Input,
    /// `V0xx`: the text is not VTQL, or cannot be compiled.
    Syntax,
    /// `V1xx`: names and types that the instance does not have.
    Schema,
    /// `V2xx`: traps. The server accepts it and does something else.
    Trap,
    /// `V3xx`: style and cost.
    Style,
}

impl Code {
    /// The code that is written so: one of the letters of the [`Group`]s and three digits.
    ///
    /// # Panics
    /// For any other text; it is meant for constants. A text from elsewhere is read by `parse`.
    pub const fn new(text: &str) -> Self {
        match Code::read(text.as_bytes()) {
            Some(code) => code,
            None => panic!("a code is the letter of a group and three digits, as `V102`"),
        }
    }

    const fn read(text: &[u8]) -> Option<Self> {
        let [letter, first @ b'0'..=b'9', second @ b'0'..=b'9', third @ b'0'..=b'9'] = text else {
            return None;
        };
        let group = match (letter, first) {
            (b'L', b'0') => Group::Input,
            (b'V', b'0') => Group::Syntax,
            (b'V', b'1') => Group::Schema,
            (b'V', b'2') => Group::Trap,
            (b'V', b'3'..) => Group::Style,
            _ => return None,
        };
        Some(Code { group, text: [*letter, *first, *second, *third] })
    }

    /// What its findings are about.
    pub const fn group(self) -> Group {
        self.group
    }

    /// The code as text: `V101`.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.text).unwrap_or_default()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Case does not matter.
impl FromStr for Code {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        Code::read(text.to_ascii_uppercase().as_bytes()).ok_or_else(|| NotACode(text.to_owned()))
    }
}

/// A text that is no [`Code`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotACode(String);

impl fmt::Display for NotACode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a code: write a letter and three digits, as in `V102`", self.0)
    }
}

impl std::error::Error for NotACode {}

#[cfg(feature = "serde")]
impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'_, str>>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
