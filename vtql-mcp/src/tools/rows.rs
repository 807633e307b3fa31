//! Rows in a bounded text.

use crate::finding::Finding;
use crate::policy::Policy;
use crate::tokens::estimate;
use serde_json::{Value, json};
use vtql_client::{Progress, Record};

/// How much is shown.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) module: String,
    /// The most characters of a value.
    pub(super) cell: usize,
    pub(super) rows: usize,
    pub(super) tokens: usize,
}

/// Where an answer was cut.
#[derive(Debug)]
struct Stop {
    why: String,
    progress: Progress,
}

/// The rows of an answer.
#[derive(Debug)]
pub(super) struct Page {
    shape: Shape,
    columns: Vec<String>,
    /// Each row as compact JSON.
    rows: Vec<String>,
    spent: usize,
    /// How many values were cut.
    cut_values: usize,
    /// How many columns do not fit even into an answer of one row.
    cut_columns: usize,
    full: Option<&'static str>,
    stop: Option<Stop>,
}

/// What stands in the place of a value that is masked.
const MASK: &str = "***";
/// What an answer takes beside its rows: the sentences about what was cut, and the cursor.
const FRAME: usize = 250;
/// Values are cut no shorter than this to make the first row fit.
const SHORTEST_CELL: usize = 20;

impl Page {
    pub(super) fn new(shape: Shape) -> Self {
        Page {
            shape,
            columns: Vec::new(),
            rows: Vec::new(),
            spent: FRAME,
            cut_values: 0,
            cut_columns: 0,
            full: None,
            stop: None,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Takes a row, unless the answer is full.
    pub(super) fn take(&mut self, row: &Record, policy: &Policy) -> bool {
        if self.rows.len() >= self.shape.rows {
            self.full = Some("rows");
            return false;
        }
        if self.rows.is_empty() {
            self.begin(row, policy);
        }
        let (text, cut) = self.row(row, policy);
        let tokens = estimate(&text) + 1;
        if !self.rows.is_empty() && self.spent + tokens > self.shape.tokens {
            self.full = Some("tokens");
            return false;
        }
        self.spent += tokens;
        self.cut_values += cut;
        self.rows.push(text);
        true
    }

    /// There is more behind this place.
    pub(super) fn stop(&mut self, progress: Progress) {
        let why = self.full.unwrap_or("rows").to_owned();
        self.stop = Some(Stop { why, progress });
    }

    pub(super) fn progress(&self) -> Option<&Progress> {
        self.stop.as_ref().map(|stop| &stop.progress)
    }

    /// The columns, and values short enough that one row fits.
    fn begin(&mut self, row: &Record, policy: &Policy) {
        let module = &self.shape.module;
        let is_seen = |name: &str| name == "count" || policy.shows_field(module, name);
        self.columns = row.iter().map(|(name, _)| name.to_owned()).filter(|name| is_seen(name)).collect();
        loop {
            let (text, _) = self.row(row, policy);
            let head: usize = self.columns.iter().map(|name| estimate(name) + 1).sum();
            if FRAME + head + estimate(&text) <= self.shape.tokens {
                self.spent += head;
                return;
            }
            if self.shape.cell > SHORTEST_CELL {
                self.shape.cell = (self.shape.cell / 2).max(SHORTEST_CELL);
            } else if self.columns.len() > 1 {
                let left = self.columns.len() / 2;
                self.cut_columns += self.columns.len() - left;
                self.columns.truncate(left);
            } else {
                return;
            }
        }
    }

    /// A row as JSON, and how many of its values were cut.
    fn row(&self, row: &Record, policy: &Policy) -> (String, usize) {
        let mut cut = 0;
        let cell = |name: &String| {
            if policy.masks(&self.shape.module, name) {
                return Value::from(MASK);
            }
            let value = row.json(name).unwrap_or_default();
            let text = match &value {
                Value::String(text) => text.clone(),
                Value::Null | Value::Bool(_) | Value::Number(_) => return value,
                Value::Array(_) | Value::Object(_) => value.to_string(),
            };
            match text.char_indices().nth(self.shape.cell) {
                None => value,
                Some((at, _)) => {
                    cut += 1;
                    Value::from(format!("{}…(+{} characters)", &text[..at], text[at..].chars().count()))
                }
            }
        };
        let values: Vec<Value> = self.columns.iter().map(cell).collect();
        (Value::from(values).to_string(), cut)
    }

    /// The whole answer.
    pub(super) fn finish(&self, cursor: Option<String>, findings: &[Finding]) -> String {
        let mut rest = json!({ "more": self.stop.is_some() });
        if let (Some(stop), Some(cursor)) = (&self.stop, cursor) {
            let Shape { rows, tokens, .. } = &self.shape;
            let bound = match stop.why.as_str() {
                "tokens" => format!("an answer has about {tokens} tokens"),
                _ => format!("at most {rows} rows were asked for"),
            };
            rest["cut"] = json!(format!(
                "{} rows are here and there are more: {bound}. Go on with the same query and `after`, or narrow it \
                 with where, or count them with select count(*)",
                self.rows.len()
            ));
            rest["after"] = json!(cursor);
        }
        if self.cut_values > 0 {
            rest["cut_values"] = json!(format!(
                "{} values are cut after {} characters: give a larger `cell`, or select fewer fields",
                self.cut_values, self.shape.cell
            ));
        }
        if self.cut_columns > 0 {
            rest["cut_columns"] =
                json!(format!("{} columns do not fit: name the fields that you need", self.cut_columns));
        }
        if !findings.is_empty() {
            rest["findings"] = json!(findings);
        }
        let rest = rest.to_string();
        let columns = json!(self.columns);
        format!("{{\"columns\":{columns},\"rows\":[{}],{}", self.rows.join(","), rest.trim_start_matches('{'))
    }
}
