//! Queries as JSON lines: one object a line in, one object a line out, in the same order.

use super::STDIN;
use crate::failure::Failure;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use vtql_parser::codes::CodeInfo;
use vtql_parser::{Code, Diagnostic, Span};

/// The line is no JSON object.
const NOT_JSON: Code = Code::new("L001");
/// The object has no query.
const NO_QUERY: Code = Code::new("L002");

/// A hole is not a part of the query.
const NO_HOLE: Code = Code::new("L004");

/// The query could not be looked at.
const DEFECT: Code = Code::new("L003");

/// What is wrong with a line, rather than with the query on it.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo::new(
        NOT_JSON,
        "a line that is not a JSON object",
        "With `--jsonl` every line is one JSON object in UTF-8. The lines after it are read as usual.",
    ),
    CodeInfo::new(
        NO_QUERY,
        "a line without a query",
        "With `--jsonl` the query of a line is the string under its key `q`. Other keys are ignored.",
    ),
    CodeInfo::new(
        DEFECT,
        "a query that vtql failed on",
        "A mistake in vtql: it stopped while it looked at this query. The lines after it are read as usual.",
    ),
    CodeInfo::new(
        NO_HOLE,
        "a hole outside of the query",
        "With `--jsonl` the key `holes` lists the parts of `q` that a program fills in, each as the byte where it \
         begins and the byte behind its end. Both lie between characters of `q`.",
    ),
];

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    q: Option<Cow<'a, str>>,
    #[serde(default)]
    holes: Vec<(usize, usize)>,
    #[serde(default)]
    open: bool,
}

/// A query as a line asks about it.
#[derive(Debug, Default)]
pub(crate) struct Asked<'a> {
    pub(crate) text: Cow<'a, str>,
    /// The parts that a program fills in, in bytes.
    pub(crate) holes: Vec<Range<usize>>,
    /// Whether the text goes on behind its last byte.
    pub(crate) open_end: bool,
}

impl Asked<'_> {
    /// Whether something is filled in when a program runs.
    pub(crate) fn is_template(&self) -> bool {
        self.open_end || !self.holes.is_empty()
    }
}

/// Answers every line of `input`. What was written is sent on whenever the next line is not there yet, so
/// that a program which writes one line and waits gets its answer.
pub(crate) fn answer<A: Serialize>(
    input: impl Read,
    mut output: impl Write,
    mut answer: impl FnMut(Result<&Asked<'_>, Diagnostic>) -> A,
) -> Result<(), Failure> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line);
        if read.map_err(|error| Failure::new("READ", format!("cannot read the input: {error}")))? == 0 {
            return Ok(output.flush()?);
        }
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let query = query(text);
        let answered = catch_unwind(AssertUnwindSafe(|| answer(query.as_ref().map_err(Clone::clone))));
        let answered =
            answered.unwrap_or_else(|_| answer(Err(defect(query.as_ref().map_or("", |asked| &asked.text)))));
        serde_json::to_writer(&mut output, &answered)?;
        output.write_all(b"\n")?;
        if !input.buffer().contains(&b'\n') {
            output.flush()?;
        }
    }
}

/// A panic is a mistake in vtql; it costs the one line, not those after it.
fn defect(query: &str) -> Diagnostic {
    Diagnostic::error(DEFECT, Span::new(0, query.len()), "vtql failed on this query")
        .help("that is a mistake in vtql, not in the query: please report it with the query")
}

fn query(line: &[u8]) -> Result<Asked<'_>, Diagnostic> {
    let whole = Span::new(0, line.len());
    let not_json = |why: String| {
        Diagnostic::error(NOT_JSON, whole, format!("the line is not a JSON object: {why}"))
            .help("write one object a line, such as {\"q\":\"select id from Contacts;\"}")
    };
    let no_query = |why: &str| {
        Diagnostic::error(NO_QUERY, whole, format!("the line has no query: {why}"))
            .help("put the query as a string under the key `q`")
    };
    // A list would be read as an object without keys.
    if line.trim_ascii_start().first() != Some(&b'{') {
        return Err(not_json("it does not begin with `{`".to_owned()));
    }
    match serde_json::from_slice::<Line<'_>>(line) {
        Ok(Line { q: Some(text), holes, open }) => {
            let holes: Vec<Range<usize>> = holes.into_iter().map(|(start, end)| start..end).collect();
            match holes.iter().find(|hole| text.get((*hole).clone()).is_none()) {
                Some(hole) => Err(no_hole(&text, hole)),
                None => Ok(Asked { text, holes, open_end: open }),
            }
        }
        Ok(Line { q: None, .. }) => Err(no_query("its key `q` is missing or null")),
        Err(error) if error.is_data() => Err(no_query(&error.to_string())),
        Err(error) => Err(not_json(error.to_string())),
    }
}

fn no_hole(text: &str, hole: &Range<usize>) -> Diagnostic {
    let message = format!("there is no part {}..{} of the query", hole.start, hole.end);
    Diagnostic::error(NO_HOLE, Span::new(0, text.len()), message)
        .help("give the first byte of each hole and the one behind its last, between characters of `q`")
}

/// The lines of a file, or of standard input for `-`.
pub(crate) fn open(file: &Path) -> Result<Box<dyn Read>, Failure> {
    if file == Path::new(STDIN) {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(file).map_err(|error| Failure::read(file, &error))?;
    Ok(Box::new(file))
}
