//! From a query to all of its rows: which pages to ask for, and when there are no more.
//!
//! The server returns at most 100 rows (manual, *Query*: "implicit maximum limit of 100 per fetch"). A
//! page with fewer rows than asked for is **not** the last one: the limit counts rows of the server's
//! joins, of which it keeps one a record, and some installations have a lower cap. So only an empty
//! page ends a query.

mod by_number;
mod by_value;
mod count;
mod cursor;
mod density;
mod explain;
mod fetch;
mod guard;
mod joined;
mod kind;
mod length;
mod merge;
mod order;
mod parallel;
mod place;
mod plan;
mod region;
mod related;
mod repeats;
mod rows;
mod run;
mod seen;
mod source;
mod split;
mod station;
mod typed;
mod walk;
mod window;

pub use explain::Explanation;
pub use fetch::Fetch;
pub use plan::Plan;
pub use rows::{Pages, Rows};
pub use source::IntoQuery;

#[cfg(test)]
mod tests;
