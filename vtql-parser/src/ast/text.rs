use super::Gap;
use crate::bytes::eight;
use crate::span::Span;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The longest text that is kept in place, in bytes: with it a [`Text`] is as large as a `String`.
const INLINE: usize = 22;

/// The text of a name or a value. Most are short: those are kept in place. (`smol_str` does so as well, and would be
/// the twenty-fifth crate that a user of the macros alone compiles.)
#[derive(Clone)]
pub(crate) struct Text(Repr);

#[derive(Clone)]
enum Repr {
    /// Only the first `len` bytes count.
    Inline {
        len: u8,
        bytes: [u8; INLINE],
    },
    Shared(Arc<str>),
    /// Of a name that is not known.
    Gap(Gap),
}

impl Text {
    pub(crate) const EMPTY: Self = Text(Repr::Inline { len: 0, bytes: [0; INLINE] });

    /// The part of `source` that a leaf of the grammar covers.
    ///
    /// Not inlined: so it writes to where the text will stay, and no copy waits for another.
    #[inline(never)]
    pub(crate) fn part(source: &str, span: Span) -> Self {
        // A copy of fixed length is a few instructions, one of as many bytes as there are is a call.
        let rest = source.as_bytes().get(span.start as usize..).and_then(<[u8]>::first_chunk::<INLINE>);
        match (rest, u8::try_from(span.len())) {
            (Some(bytes), Ok(len)) if usize::from(len) <= INLINE => Text(Repr::Inline { len, bytes: *bytes }),
            _ => Text::long_or_last(source, span),
        }
    }

    #[inline(never)]
    fn long_or_last(source: &str, span: Span) -> Self {
        match u8::try_from(span.len()) {
            Ok(len) if usize::from(len) <= INLINE => {
                let mut bytes = [0; INLINE];
                for (step, to) in bytes.chunks_mut(8).enumerate() {
                    let from = eight(source.as_bytes(), span.start as usize + 8 * step).to_le_bytes();
                    to.copy_from_slice(from.get(..to.len()).unwrap_or_default());
                }
                Text(Repr::Inline { len, bytes })
            }
            _ => Text(Repr::Shared(span.slice(source).into())),
        }
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Repr::Inline { len, bytes } => bytes.get(..usize::from(*len)).unwrap_or_default(),
            Repr::Shared(text) => text.as_bytes(),
            Repr::Gap(gap) => gap.text().as_bytes(),
        }
    }

    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Inline { .. } => str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Repr::Shared(text) => text,
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
        let mut bytes = [0; INLINE];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(start), Ok(len)) => {
                start.copy_from_slice(text.as_bytes());
                Text(Repr::Inline { len, bytes })
            }
            _ => Text(Repr::Shared(text.into())),
        }
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
