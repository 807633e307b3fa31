use super::Gap;
use crate::span::Span;
use smol_str::SmolStr;
use std::fmt;
use std::ops::Deref;

/// The text of a name or a value. Most are short: those are kept in place.
#[derive(Clone)]
pub(crate) struct Text(Repr);

#[derive(Clone)]
enum Repr {
    Known(SmolStr),
    /// Of a name that is not known.
    Gap(Gap),
}

impl Text {
    pub(crate) const EMPTY: Self = Text(Repr::Known(SmolStr::new_static("")));

    /// The part of `source` that a leaf of the grammar covers.
    ///
    /// Not inlined: so it writes to where the text will stay, and no copy waits for another.
    #[inline(never)]
    pub(crate) fn part(source: &str, span: Span) -> Self {
        Text(Repr::Known(SmolStr::new(span.slice(source))))
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.as_str().as_bytes()
    }

    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Known(text) => text,
            Repr::Gap(gap) => gap.text(),
        }
    }
}

impl Text {
    pub(crate) fn gap(&self) -> Option<&Gap> {
        match &self.0 {
            Repr::Gap(gap) => Some(gap),
            _ => None,
        }
    }

    pub(crate) fn gap_mut(&mut self) -> Option<&mut Gap> {
        match &mut self.0 {
            Repr::Gap(gap) => Some(gap),
            _ => None,
        }
    }
}

impl From<Gap> for Text {
    fn from(gap: Gap) -> Self {
        Text(Repr::Gap(gap))
    }
}

impl From<&str> for Text {
    #[inline(never)]
    fn from(text: &str) -> Self {
        Text(Repr::Known(text.into()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'_, str>>::deserialize(deserializer).map(|text| text.as_ref().into())
    }
}
