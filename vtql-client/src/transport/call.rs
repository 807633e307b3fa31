use std::borrow::Cow;

/// One operation with its parameters, before it is known how it travels.
#[derive(Clone, Debug)]
pub(crate) struct Call<'a> {
    operation: &'a str,
    verb: Verb,
    params: Vec<(&'a str, Cow<'a, str>)>,
}

/// The manual gives each operation one verb; the reading ones are exactly those with `GET`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Post,
}

impl<'a> Call<'a> {
    /// An operation that reads.
    pub(crate) fn get(operation: &'a str) -> Self {
        Call { operation, verb: Verb::Get, params: Vec::new() }
    }

    /// An operation that changes something.
    pub(crate) fn post(operation: &'a str) -> Self {
        Call { operation, verb: Verb::Post, params: Vec::new() }
    }

    pub(crate) fn param(mut self, name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        self.params.push((name, value.into()));
        self
    }

    pub(crate) fn operation(&self) -> &str {
        self.operation
    }

    pub(crate) fn verb(&self) -> Verb {
        self.verb
    }

    pub(crate) fn params(&self) -> &[(&'a str, Cow<'a, str>)] {
        &self.params
    }

    /// Whether it may be sent again without doing anything twice.
    pub(crate) fn only_reads(&self) -> bool {
        self.verb == Verb::Get
    }
}
