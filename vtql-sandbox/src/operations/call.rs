use crate::auth::Credentials;
use crate::catalog::{Catalog, Module};
use crate::error::ApiError;
use crate::journal::Asked;
use crate::profile::Profile;
use crate::state::State;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fs::File;
use std::sync::Arc;
use tempfile::TempPath;

/// One call of an operation.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) state: &'a State,
    /// The user who asks.
    pub(crate) user: &'a Credentials,
    pub(crate) parameters: &'a Parameters,
}

/// Parameters by name, and the files that came with them.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    pub(crate) texts: HashMap<String, String>,
    pub(crate) files: Vec<Upload>,
}

/// A file that a client has sent. It is gone when this is dropped, unless it is kept.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) content_type: String,
    /// Where it is.
    pub(crate) contents: TempPath,
    /// Its length in bytes.
    pub(crate) size: u64,
}

/// A result, as JSON text: the order of its keys is part of the answer. Empty for no result at all.
#[derive(Debug)]
pub(crate) struct Json {
    pub(crate) text: Vec<u8>,
    pub(crate) enclosed: Option<Enclosed>,
}

/// A file in a result, as Base64.
#[derive(Debug)]
pub(crate) struct Enclosed {
    /// The place in the text, in bytes.
    pub(crate) at: usize,
    pub(crate) file: File,
}

impl From<Vec<u8>> for Json {
    fn from(text: Vec<u8>) -> Self {
        Json { text, enclosed: None }
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        value.to_string().into_bytes().into()
    }
}

impl Parameters {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// The text of a parameter; empty when it is absent, as in PHP.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }
}

impl Parameters {
    /// What the request log tells of a call: never a secret.
    pub(crate) fn asked(&self, operation: &str) -> Asked {
        let subject = ["query", "elementType", "id", "username"].into_iter().find_map(|name| self.get(name));
        Asked {
            user: String::new(),
            operation: operation.to_owned(),
            subject: subject.unwrap_or_default().to_owned(),
        }
    }
}

impl Call<'_> {
    /// The text of a parameter; empty when it is absent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.parameters.text(name)
    }

    /// The JSON object in the parameter `element`; PHP writes an empty one as a list.
    pub(crate) fn element(&self) -> Option<Map<String, Value>> {
        match serde_json::from_str(self.text("element")).ok()? {
            Value::Object(element) => Some(element),
            Value::Array(list) if list.is_empty() => Some(Map::new()),
            _ => None,
        }
    }

    /// The module of that name, when the user has a right to it.
    pub(crate) fn module(&self, name: &str) -> Result<&Arc<Module>, ApiError> {
        let refusal =
            || if self.catalog().hides(name) { ApiError::denied() } else { ApiError::no_module(name) };
        self.catalog().module(name).ok_or_else(refusal)
    }

    /// The modules and fields that the user sees.
    pub(crate) fn catalog(&self) -> &Catalog {
        &self.user.catalog
    }

    /// The id of the user who asks.
    pub(crate) fn user_id(&self) -> String {
        self.state.store.catalog.user_id(self.user.id)
    }

    /// Whether the edition has what the open-source edition 8.4 gets wrong (observed).
    pub(crate) fn has_defects(&self) -> bool {
        self.state.profile == Profile::V8_4
    }

    /// Runs a write in one transaction.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        self.state.store.write(work)
    }

    /// Runs a read.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        self.state.store.read(|connection| Ok(work(connection)))?
    }
}
