use crate::record::Table;
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use vtql_parser::ast::{Name, Query, RecordId, Select};

/// The last answers with rows to a query's requests, those of its parts and workers together.
#[derive(Clone, Debug)]
pub(super) struct History {
    answers: Arc<Mutex<Answers>>,
    most: usize,
}

#[derive(Debug, Default)]
struct Answers {
    taken: VecDeque<Answered>,
    /// Those for which a request was sent again: some may have been right.
    refused: VecDeque<Answered>,
}

#[derive(Debug)]
struct Answered {
    request: Query,
    ids: Vec<RecordId>,
    /// The names of its columns, sorted.
    columns: Vec<Box<str>>,
}

/// What an answer looks like beside those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    New,
    /// It has the rows of one to another request for the same fields.
    SameRows,
    /// And the fields that the other request asked for, while this one asks for others.
    Repeated,
}

impl History {
    /// That of so many walks, whose requests go out together.
    pub(super) fn of(walks: usize) -> Self {
        History { answers: Arc::default(), most: walks }
    }

    /// What an answer to a request looks like.
    pub(super) fn look_of(&self, request: &Query, page: &Table) -> Look {
        let look = |known: &Answered| {
            let has_its_rows = known.ids.len() == page.len()
                && known.ids.iter().enumerate().all(|(row, id)| page.id(row) == Some(*id));
            if !has_its_rows || known.request == *request {
                Look::New
            } else if names(&known.request) == names(request) {
                Look::SameRows
            } else if known.columns == columns(page) {
                Look::Repeated
            } else {
                Look::New
            }
        };
        if page.len() == 0 {
            return Look::New;
        }
        let answers = self.lock();
        answers.taken.iter().chain(&answers.refused).map(look).max().unwrap_or(Look::New)
    }

    /// Notes an answer, which was taken or not.
    pub(super) fn note(&self, request: &Query, page: &Table, is_taken: bool) {
        let ids: Vec<RecordId> = (0..page.len()).filter_map(|row| page.id(row)).collect();
        if ids.is_empty() {
            return;
        }
        let columns = columns(page);
        let mut answers = self.lock();
        let Answers { taken, refused } = &mut *answers;
        let is_same = |known: &Answered| known.ids == ids && known.columns == columns;
        if !is_taken && taken.iter().chain(&*refused).any(is_same) {
            // It is still that to the other request.
            return;
        }
        let (known, most) = if is_taken { (taken, self.most) } else { (refused, self.most * MOST_REFUSED) };
        if known.len() >= most {
            known.pop_front();
        }
        known.push_back(Answered { request: request.clone(), ids, columns });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers that are those to an earlier request, from a faulty server or proxy. They are successes, so they are detected
/// by what is in them: the request is sent again.
#[derive(Clone, Debug)]
pub(super) struct Repeats {
    history: History,
    /// The request that is answered next.
    request: Option<Query>,
    /// How often it was sent again.
    again: u8,
    is_due: bool,
}

impl Default for Repeats {
    fn default() -> Self {
        Repeats::among(History::of(1))
    }
}

impl Repeats {
    /// Those of a walk that has this history, perhaps with others.
    pub(super) fn among(history: History) -> Self {
        Repeats { history, request: None, again: 0, is_due: false }
    }

    /// Notes what is asked for.
    pub(super) fn send(&mut self, request: Option<&Query>) {
        (self.request, self.again, self.is_due) = (request.cloned(), 0, false);
    }

    /// The last request, if it is to be sent again.
    pub(super) fn request_to_repeat(&mut self) -> Option<Query> {
        std::mem::take(&mut self.is_due).then(|| self.request.clone()).flatten()
    }

    /// Whether an answer has the rows of one before: then the request is sent again. A server that means it answers so
    /// each time; where that is to be expected, once is enough.
    pub(super) fn is_page_before(&mut self, page: &Table, is_expected: bool) -> bool {
        let look = self.request.as_ref().map_or(Look::New, |request| self.history.look_of(request, page));
        let is_due = match look {
            Look::New => false,
            Look::SameRows if is_expected => self.ask_again(1),
            Look::SameRows | Look::Repeated => self.ask_again(MOST),
        };
        if is_due {
            self.note(page, false);
        }
        is_due
    }

    /// Whether the request may be sent once more, after an answer that cannot be one to it.
    pub(super) fn may_ask_again(&mut self, page: &Table) -> bool {
        self.note(page, false);
        self.ask_again(MOST)
    }

    fn ask_again(&mut self, most: u8) -> bool {
        self.is_due = self.again < most;
        self.again += u8::from(self.is_due);
        self.is_due
    }

    /// Notes an answer that was taken.
    pub(super) fn accepted(&self, page: &Table) {
        self.note(page, true);
    }

    fn note(&self, page: &Table, is_taken: bool) {
        if let Some(request) = &self.request {
            self.history.note(request, page, is_taken);
        }
    }
}

/// So many answers that were refused are known for each walk.
const MOST_REFUSED: usize = 4;

/// What a request asks for beside the id, which every row has.
pub(super) fn names(request: &Query) -> BTreeSet<&str> {
    if matches!(request.select, Select::All(..)) {
        return BTreeSet::from(["*"]);
    }
    request.select.names().iter().map(Name::as_str).filter(|name| *name != "id").collect()
}

/// The names of the columns of an answer, sorted.
fn columns(page: &Table) -> Vec<Box<str>> {
    let mut columns: Vec<Box<str>> = page.columns().map(|(_, name)| name.into()).collect();
    columns.sort_unstable();
    columns
}

/// How often a request is sent again whose answer repeats that to another, or cannot be one to it.
pub(super) const MOST: u8 = 12;
