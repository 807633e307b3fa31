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
    /// a page will end with.
    pub requests: Vec<String>,
}

/// Stands for the id of the last row until it is known. No record has it.
const UNKNOWN: RecordId = RecordId { module: 0, record: 0 };

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
            (_, Cursor::Reverse(reverse)) => reverse.next_page()?.into_iter().collect(),
            (_, Cursor::Done) => Vec::new(),
        };
        let texts = pages.iter().map(wire_text).collect::<Result<Vec<_>>>()?;
        let unknown = format!("'{UNKNOWN}'");
        let requests = texts.into_iter().map(|text| text.replace(&unknown, "'<last id>'")).collect();
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
