//! The codes that are no rules of this crate.

use vtql_parser::Code;
use vtql_parser::codes::CodeInfo;

/// A field that a query uses has another type.
pub(crate) const RETYPED_FIELD: Code = Code::new("V112");

/// What can be wrong with a query because the instance changed, where its text alone shows nothing.
pub const CODES: &[CodeInfo] = &[CodeInfo::new(
    RETYPED_FIELD,
    "a field that the query uses has another type now",
    "A finding of `vtql snapshot diff OLD NEW --queries PATH`, which compares two snapshots: the type of a field \
     changed from text to a number, from a number to a date and so on. The rows hold other values than the program \
     behind the query expects, and comparisons mean something else. See to what reads the rows, and to the values \
     that the field is compared with.",
)];
