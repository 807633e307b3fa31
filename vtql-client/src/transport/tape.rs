//! Answers that are written down, and given again without a server.
//!
//! A tape is a file of JSON lines: one about the instance, then one for each exchange. What is recorded are operations;
//! logins and sessions are none of them.

use super::answer::{Answer, Asked};
use super::call::{Call, Verb};
use super::endpoint::Interface;
use crate::error::{Error, ErrorKind, Redactor, Result};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The number of this form of a tape.
const VERSION: u32 = 1;

/// The headers of an answer that make a difference.
const KEPT: [HeaderName; 2] = [CONTENT_TYPE, RETRY_AFTER];

/// The first line of a tape.
#[derive(Serialize, Deserialize)]
struct Head {
    vtql_tape: u32,
    user: String,
    sessions: bool,
}

#[derive(Serialize, Deserialize)]
struct Exchange {
    #[serde(flatten)]
    asked: Question,
    status: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, String>,
    body: String,
}

/// What was asked for. Parameters are in the order in which they were given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Question {
    operation: String,
    writes: bool,
    params: Vec<(String, String)>,
}

impl Question {
    fn of(call: &Call<'_>, redactor: &Redactor) -> Self {
        let params = call.params().iter().map(|(name, value)| ((*name).to_owned(), redactor.clean(value)));
        let operation = call.operation().to_owned();
        Question { operation, writes: call.verb() == Verb::Post, params: params.collect() }
    }
}

/// Writes a tape.
pub(super) struct Recorder {
    path: PathBuf,
    file: Mutex<File>,
    redactor: Redactor,
}

impl Recorder {
    /// Begins a tape, in place of what is at `path`.
    pub(super) fn new(path: &Path, user: &str, interface: Interface, redactor: Redactor) -> Result<Self> {
        let head =
            Head { vtql_tape: VERSION, user: user.to_owned(), sessions: interface == Interface::Session };
        let file = File::create(path).map_err(|error| unwritable(path, error))?;
        let recorder = Recorder { path: path.to_owned(), file: Mutex::new(file), redactor };
        recorder.write(&head)?;
        Ok(recorder)
    }

    /// Writes an exchange down, with secrets taken out. One that has to do with secrets, or with a file on its way to
    /// disk, is left out.
    pub(super) fn note(&self, call: &Call<'_>, answer: &Answer) -> Result<()> {
        if call.is_secret() || call.saving().is_some() {
            return Ok(());
        }
        let headers = KEPT.iter().filter_map(|name| {
            let value = answer.headers().get(name)?.to_str().ok()?;
            Some((name.as_str().to_owned(), self.redactor.clean(value)))
        });
        let exchange = Exchange {
            asked: Question::of(call, &self.redactor),
            status: answer.status(),
            reason: answer.reason().map(|reason| self.redactor.clean(reason)),
            headers: headers.collect(),
            body: self.redactor.clean(&String::from_utf8_lossy(answer.body())),
        };
        self.write(&exchange)
    }

    fn write(&self, line: &impl Serialize) -> Result<()> {
        let mut text = serde_json::to_string(line).map_err(|error| {
            Error::new(ErrorKind::Encode, "the exchange cannot be written as JSON").with_source(error)
        })?;
        text.push('\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(text.as_bytes()).map_err(|error| unwritable(&self.path, error))
    }
}

/// A tape that is played.
pub(super) struct Player {
    path: PathBuf,
    user: String,
    interface: Interface,
    answers: Mutex<HashMap<Question, VecDeque<Exchange>>>,
}

impl Player {
    /// Reads a tape.
    pub(super) fn new(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|error| {
            let message = format!("the tape {} cannot be read: {error}", path.display());
            Error::new(ErrorKind::File, message).with_source(error)
        })?;
        let no_tape = |line: usize, why: String| {
            let place = format!("{}:{}", path.display(), line + 1);
            Error::new(
                ErrorKind::File,
                format!("{place}: this is no line of a tape of version {VERSION}: {why}"),
            )
        };
        let mut lines = text.lines().enumerate();
        let (_, head) = lines.next().unwrap_or_default();
        let head: Head = serde_json::from_str(head).map_err(|error| no_tape(0, error.to_string()))?;
        if head.vtql_tape != VERSION {
            return Err(no_tape(0, format!("it is of version {}", head.vtql_tape)));
        }
        let mut answers: HashMap<_, VecDeque<_>> = HashMap::new();
        for (line, text) in lines {
            let exchange: Exchange =
                serde_json::from_str(text).map_err(|error| no_tape(line, error.to_string()))?;
            answers.entry(exchange.asked.clone()).or_default().push_back(exchange);
        }
        let interface = if head.sessions { Interface::Session } else { Interface::Rest };
        Ok(Player { path: path.to_owned(), user: head.user, interface, answers: Mutex::new(answers) })
    }

    pub(super) fn user(&self) -> &str {
        &self.user
    }

    pub(super) fn interface(&self) -> Interface {
        self.interface
    }

    /// The next answer to this question: those that are asked again have as many as were recorded, in that order.
    pub(super) fn exchange(&self, call: &Call<'_>) -> Result<Answer> {
        let question = Question::of(call, &Redactor::default());
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(exchange) = answers.get_mut(&question).and_then(VecDeque::pop_front) else {
            let params: Vec<_> =
                question.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let message = format!(
                "the tape {} has no answer, or none any more, to this request with `{}`: record it anew",
                self.path.display(),
                params.join("&")
            );
            return Err(Error::new(ErrorKind::Config, message));
        };
        let mut headers = HeaderMap::new();
        for (name, value) in &exchange.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                headers.insert(name, value);
            }
        }
        let Exchange { status, reason, body, .. } = exchange;
        let asked = Asked { in_steps: call.is_done_in_steps(), ..Asked::default() };
        Ok(Answer::recorded(status, reason, headers, body.into_bytes(), asked))
    }
}

fn unwritable(path: &Path, error: std::io::Error) -> Error {
    let message = format!("the tape {} cannot be written: {error}", path.display());
    Error::new(ErrorKind::File, message).with_source(error)
}
