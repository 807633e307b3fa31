use crate::record::Table;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use vtql_parser::ast::{Query, RecordId};

/// The last answers with rows to a query's requests, those of its parts and workers together.
#[derive(Clone, Debug)]
pub(super) struct History {
    answers: Arc<Mutex<VecDeque<Answered>>>,
    most: usize,
}

#[derive(Debug)]
struct Answered {
    request: Query,
    ids: Vec<RecordId>,
}

impl History {
    /// That of so many walks, whose requests go out together.
    pub(super) fn of(walks: usize) -> Self {
        History { answers: Arc::default(), most: walks }
    }

    /// Whether an answer has the rows of one to another request for the same fields.
    pub(super) fn has(&self, request: &Query, page: &Table) -> bool {
        let is_same = |known: &Answered| {
            known.ids.len() == page.len()
                && known.request.select == request.select
                && known.ids.iter().enumerate().all(|(row, id)| page.id(row) == Some(*id))
                && known.request != *request
        };
        page.len() > 0 && self.lock().iter().any(is_same)
    }

    /// Notes an answer that was taken.
    pub(super) fn note(&self, request: &Query, page: &Table) {
        let ids: Vec<RecordId> = (0..page.len()).filter_map(|row| page.id(row)).collect();
        if ids.is_empty() {
            return;
        }
        let mut answers = self.lock();
        if answers.len() >= self.most {
            answers.pop_front();
        }
        answers.push_back(Answered { request: request.clone(), ids });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Answered>> {
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
        let is_same = self.request.as_ref().is_some_and(|request| self.history.has(request, page));
        is_same && self.ask_again(if is_expected { 1 } else { MOST })
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

    /// Notes an answer that was taken.
    pub(super) fn accepted(&self, page: &Table) {
        if let Some(request) = &self.request {
            self.history.note(request, page);
        }
    }
}

/// How often a request is sent again whose answer repeats that to another, or cannot be one to it.
pub(super) const MOST: u8 = 8;
