use super::count;
use super::cursor::Cursor;
use super::plan::Plan;
use super::source::wire_text;
use crate::error::Result;
use std::fmt;
use vtql_parser::ast::{Query, RecordId};

/// How a query will be run: its plan, and the texts of its first requests as they go to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The plan.
    pub plan: Plan,
    /// In how many parts a query is sent that is too long for one request: 1 unless it is. The
    /// requests are those of the first part.
    pub parts: usize,
    /// The first request and, where it is another, the one after it. `<last id>` stands for the id that
    /// a page will end with, `<number>` for the number of a row near the end.
    pub requests: Vec<String>,
}

/// Stands for the id of the last row until it is known. No record has it.
const UNKNOWN: RecordId = RecordId { module: 0, record: 0 };

/// Stands for the number that the last page begins with, until it is known.
const UNKNOWN_NUMBER: u64 = 9_000_000_000;

impl Explanation {
    pub(super) fn of(query: &Query, plan: Plan, cursor: &Cursor, parts: usize) -> Result<Self> {
        let pages = match (plan, cursor) {
            (Plan::Count, _) => vec![count::of_rows(query)],
            (_, Cursor::Keyset(keyset)) => {
                let after = keyset.clone().after_full(UNKNOWN);
                keyset.next_page()?.into_iter().chain(after.next_page()?).collect()
            }
            (_, Cursor::Offset(offset)) => {
                offset.next_page().into_iter().chain(offset.page_after_full()).collect()
            }
            (_, Cursor::Reverse(reverse)) => {
                let rows = reverse.page_from(UNKNOWN_NUMBER)?;
                reverse.next_page()?.into_iter().chain(rows).collect()
            }
            (_, Cursor::Done) => Vec::new(),
        };
        let texts = pages.iter().map(wire_text).collect::<Result<Vec<_>>>()?;
        let hide = |text: String| {
            let text = text.replace(&format!("'{UNKNOWN}'"), "'<last id>'");
            text.replace(&format!("limit {UNKNOWN_NUMBER}, "), "limit <number>, ")
        };
        let requests = texts.into_iter().map(hide).collect();
        Ok(Explanation { plan, parts: parts.max(1), requests })
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "plan: {}", self.plan)?;
        if self.parts > 1 {
            write!(f, ", in {} parts", self.parts)?;
        }
        for (index, request) in self.requests.iter().enumerate() {
            write!(f, "\n{}: {request}", if index == 0 { "first page" } else { "next page" })?;
        }
        Ok(())
    }
}
