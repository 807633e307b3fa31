use super::{InvalidNode, Spanned, Text, eq_without_span};
use crate::span::Span;
use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// The name of a module or a field: ASCII letters, digits and `_`. Case matters to the server.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Name {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "word"))]
    text: Text,
    /// Where it stands.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Name { text } }

impl Name {
    /// A name for a tree built in code; [`InvalidNode::Name`] when the server's lexer would not take
    /// it for one word.
    pub fn new(text: &str) -> Result<Self, InvalidNode> {
        if Self::is_word(text) {
            Ok(Name { text: text.into(), span: Span::NONE })
        } else {
            Err(InvalidNode::Name(text.to_owned()))
        }
    }

    /// Whether the server's lexer takes `text` for one word.
    pub fn is_word(text: &str) -> bool {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    }

    /// A place to read a name to.
    #[inline]
    pub(crate) const fn blank() -> Self {
        Name { text: Text::EMPTY, span: Span::NONE }
    }

    /// A word that the grammar has recognized.
    #[inline]
    pub(crate) fn parsed(source: &str, span: Span) -> Self {
        Name { text: Text::part(source, span), span }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Names are equal when their texts are, and are hashed as them: a map of names is asked by `&str`.
impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl FromStr for Name {
    type Err = InvalidNode;
    fn from_str(text: &str) -> Result<Self, InvalidNode> {
        Name::new(text)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> String {
        name.as_str().to_owned()
    }
}

impl PartialEq<Name> for str {
    fn eq(&self, other: &Name) -> bool {
        self == other.as_str()
    }
}

impl PartialEq<Name> for &str {
    fn eq(&self, other: &Name) -> bool {
        *self == other.as_str()
    }
}

impl PartialEq<String> for Name {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}

impl TryFrom<&str> for Name {
    type Error = InvalidNode;
    fn try_from(text: &str) -> Result<Self, InvalidNode> {
        Name::new(text)
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl Spanned for Name {
    fn span(&self) -> Span {
        self.span
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(feature = "serde")]
fn word<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
    let text = <std::borrow::Cow<'_, str> as serde::Deserialize>::deserialize(deserializer)?;
    Name::new(&text).map(|name| name.text).map_err(serde::de::Error::custom)
}
