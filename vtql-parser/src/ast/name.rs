use super::gap::is_word;
use super::{Gap, InvalidNode, Spanned, Text, eq_without_span};
use crate::span::Span;
use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// The name of a module or a field: ASCII letters, digits and `_`. Case matters to the server.
///
/// In the trees of templates and of texts that are wrong it may be a [`gap`](Name::gap), whose text no name
/// has. In a list of names such a gap may stand for several.
#[derive(Clone, Debug)]
pub struct Name {
    text: Text,
    /// Where it stands.
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
        is_word(text)
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

    /// A name that is not known.
    pub(crate) fn unknown(gap: Gap) -> Self {
        Name { span: gap.span(), text: gap.into() }
    }

    /// What is known of it, when the name itself is not.
    pub fn gap(&self) -> Option<&Gap> {
        self.text.gap()
    }

    pub(crate) fn gap_mut(&mut self) -> Option<&mut Gap> {
        self.text.gap_mut()
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

/// The text's bytes.
impl AsRef<[u8]> for Name {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
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
mod raw {
    use super::{Gap, Text};
    use crate::span::Span;

    /// A name, or what is known in its place.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub(super) struct Name {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub(super) text: Option<Text>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub(super) gap: Option<Gap>,
        #[serde(default)]
        pub(super) span: Span,
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let gap = self.gap().cloned();
        let text = gap.is_none().then(|| self.text.clone());
        raw::Name { text, gap, span: self.span }.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Name {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = raw::Name::deserialize(deserializer)?;
        let name = match (raw.text, raw.gap) {
            (Some(text), None) => Name::new(&text).map_err(serde::de::Error::custom)?,
            (None, Some(gap)) => Name::unknown(gap),
            _ => return Err(serde::de::Error::custom("a name has either a `text` or a `gap`")),
        };
        Ok(Name { span: raw.span, ..name })
    }
}
