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
    /// a page will end with, `<last lastname>` for the value of `lastname` there.
    pub requests: Vec<String>,
    /// What to know about the plan; `None` when there is nothing.
    pub note: Option<&'static str>,
}

/// Stands for the id of the last row until it is known. No record has it.
const UNKNOWN: RecordId = RecordId { module: 0, record: 0 };

/// About [`Plan::ByNumber`].
const BY_NUMBER: &str = "a record has several values of a field that it is ordered by, so it has no one place to go \
                         on behind: every record comes once, and memory grows with their ids; where rows tie, or are \
                         written to meanwhile, some may come behind their place in the order";

impl Explanation {
    pub(super) fn of(query: &Query, plan: Plan, mut cursor: Cursor, parts: usize) -> Result<Self> {
        let pages = match plan {
            Plan::Count => vec![count::of_rows(query)],
            _ => {
                let first = cursor.next_page()?;
                cursor.pretend_full(UNKNOWN);
                first.into_iter().chain(cursor.next_page()?).collect()
            }
        };
        let texts = pages.iter().map(wire_text).collect::<Result<Vec<_>>>()?;
        let hide = |text: String| text.replace(&format!("'{UNKNOWN}'"), "'<last id>'");
        let requests = texts.into_iter().map(hide).collect();
        let note = (plan == Plan::ByNumber).then_some(BY_NUMBER);
        Ok(Explanation { plan, parts: parts.max(1), requests, note })
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
        self.note.map_or(Ok(()), |note| write!(f, "\nnote: {note}"))
    }
}
