use crate::record::Table;
use vtql_parser::ast::{Query, RecordId};

/// Answers that are those to an earlier request, from a faulty server or proxy. They are successes, so they are detected
/// by what is in them: the request is sent again.
#[derive(Clone, Debug, Default)]
pub(super) struct Repeats {
    /// The request that is answered next.
    request: Option<Query>,
    /// The last request that was answered with rows, and their ids.
    before: Option<(Query, Vec<RecordId>)>,
    /// How often the request was sent again.
    again: u8,
    is_due: bool,
}

impl Repeats {
    /// Notes what is asked for.
    pub(super) fn send(&mut self, request: Option<&Query>) {
        (self.request, self.again, self.is_due) = (request.cloned(), 0, false);
    }

    /// The last request, if it is to be sent again.
    pub(super) fn request_to_repeat(&mut self) -> Option<Query> {
        std::mem::take(&mut self.is_due).then(|| self.request.clone()).flatten()
    }

    /// Whether an answer has the rows of the one before, to a request that goes on with that: then the request is sent
    /// again. A server that means it answers so each time.
    pub(super) fn is_page_before(&mut self, page: &Table) -> bool {
        let (Some(request), Some((before, ids))) = (&self.request, &self.before) else { return false };
        let is_same = !ids.is_empty()
            && ids.len() == page.len()
            && request.select == before.select
            && ids.iter().enumerate().all(|(row, id)| page.id(row) == Some(*id))
            && request != before;
        // A row alone comes again now and then: the last one, to learn whether its values find it.
        let most = if ids.len() == 1 { MOST_OF_ONE_ROW } else { MOST };
        is_same && self.ask_again(most)
    }

    /// Whether the request may be sent once more, after an answer that cannot be one to it.
    pub(super) fn may_ask_again(&mut self) -> bool {
        self.ask_again(MOST)
    }

    fn ask_again(&mut self, most: u8) -> bool {
        self.is_due = self.again < most;
        self.again += u8::from(self.is_due);
        self.is_due
    }

    /// Notes the rows of an answer that was taken.
    pub(super) fn accepted(&mut self, page: &Table) {
        let ids: Vec<RecordId> = (0..page.len()).filter_map(|row| page.id(row)).collect();
        if let (false, Some(request)) = (ids.is_empty(), &self.request) {
            self.before = Some((request.clone(), ids));
        }
    }
}

/// How often a request is sent again whose answer repeats that to another.
const MOST: u8 = 5;

/// The same for an answer of one row.
const MOST_OF_ONE_ROW: u8 = 1;
