//! The CRM, as the program that serves it knows it.

use crate::budget::Budget;
use std::fmt;
use vtql_client::Client;
use vtql_schema::Snapshot;
use vtql_schema::rules::Levels;

/// Where the CRM is, and what is known of it. Nothing of it is asked for before the first tool call.
pub trait Instance: fmt::Debug + Send + Sync {
    /// A client with the budget as a hook ([`ClientBuilder::hook`](vtql_client::ClientBuilder::hook)).
    fn client(&self, budget: Budget) -> Result<Client, Trouble>;

    /// What is kept of the instance on this machine; `None` to ask the instance itself, module by module.
    fn snapshot(&self) -> Result<Option<Snapshot>, Trouble>;

    /// What becomes of the findings of each rule.
    fn levels(&self) -> Result<Levels, Trouble>;
}

/// Why a call could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trouble {
    /// Its kind: `AUTH`, `BUDGET`, `ARGUMENT`.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Vec<String>,
}

impl Trouble {
    /// A trouble of this kind.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Trouble { code: code.into(), message: message.into(), help: Vec::new() }
    }

    /// The same with something to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Trouble::new("ARGUMENT", message)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.message)?;
        self.help.iter().try_for_each(|help| write!(f, "; {help}"))
    }
}

impl std::error::Error for Trouble {}

impl From<&vtql_client::Error> for Trouble {
    fn from(error: &vtql_client::Error) -> Self {
        let trouble = Trouble::new(error.label(), error.to_string());
        if error.may_have_been_done() {
            return trouble.help("it may have been done all the same: look before it is tried again");
        }
        trouble
    }
}

impl From<vtql_client::Error> for Trouble {
    fn from(error: vtql_client::Error) -> Self {
        Trouble::from(&error)
    }
}
