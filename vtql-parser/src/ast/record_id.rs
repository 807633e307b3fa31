use super::InvalidNode;
use std::fmt;
use std::str::FromStr;

/// The id of a record as the web service writes it: the number of its module, `x`, its own number
/// (manual, *Record Id*), as in `12x345`.
///
/// The server never checks the first part in a query, so it is worth checking here.
///
/// ```
/// use vtql_parser::ast::RecordId;
///
/// let id: RecordId = "12x345".parse()?;
/// assert_eq!((id.module, id.record), (12, 345));
/// assert!("12x34 or 1=1".parse::<RecordId>().is_err());
/// # Ok::<(), vtql_parser::ast::InvalidNode>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId {
    /// The number of the module on this instance (`idPrefix` in describe).
    pub module: u32,
    /// The number of the record.
    pub record: u64,
}

impl RecordId {
    /// An id from its two numbers.
    pub fn new(module: u32, record: u64) -> Self {
        RecordId { module, record }
    }
}

impl FromStr for RecordId {
    type Err = InvalidNode;

    fn from_str(text: &str) -> Result<Self, InvalidNode> {
        let invalid = || InvalidNode::RecordId(text.to_owned());
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let (module, record) = text.split_once('x').ok_or_else(invalid)?;
        if !digits(module) || !digits(record) {
            return Err(invalid());
        }
        Ok(RecordId {
            module: module.parse().map_err(|_| invalid())?,
            record: record.parse().map_err(|_| invalid())?,
        })
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.module, self.record)
    }
}

/// As the server writes it: `"12x345"`.
#[cfg(feature = "serde_core")]
impl serde_core::Serialize for RecordId {
    fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From `"12x345"`.
#[cfg(feature = "serde_core")]
impl<'de> serde_core::Deserialize<'de> for RecordId {
    fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl serde_core::de::Visitor<'_> for Text {
            type Value = RecordId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record id such as `12x345`")
            }

            fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<RecordId, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
    }
}
