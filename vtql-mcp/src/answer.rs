//! What a call comes to.

use crate::audit::Entry;
use crate::instance::Trouble;
use serde_json::{Value, json};

/// The text for the model, and what is written down of the call.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) is_error: bool,
    pub(crate) entry: Entry,
}

impl Answer {
    pub(crate) fn text(text: String, entry: Entry) -> Self {
        Answer { text, is_error: false, entry }
    }

    pub(crate) fn json(value: &Value, entry: Entry) -> Self {
        Answer::text(value.to_string(), entry)
    }

    /// Something is wrong with what was asked, and nothing was sent for it.
    pub(crate) fn refused(value: &Value, entry: Entry) -> Self {
        Answer { is_error: true, ..Answer::json(value, entry) }
    }

    pub(crate) fn trouble(trouble: &Trouble, entry: Entry) -> Self {
        let mut error = json!({ "code": trouble.code, "message": trouble.message });
        if !trouble.help.is_empty() {
            error["help"] = json!(trouble.help);
        }
        let entry = Entry { codes: vec![trouble.code.clone()], ..entry };
        Answer::refused(&json!({ "error": error }), entry)
    }
}
