use super::lenient;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::transport::Call;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use std::fmt;
use vtql_parser::ast::RecordId;

/// A file, with its contents (manual, *Files Retrieve*).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// The number of the file.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its MIME type.
    pub mime_type: String,
    /// Its contents.
    pub contents: Vec<u8>,
}

#[derive(Deserialize)]
pub(super) struct Sent {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) fileid: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) filename: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) filetype: String,
    #[serde(default, deserialize_with = "lenient::text")]
    filecontents: String,
}

/// The manual shows one file; version 8.4.0 sends a list of one (observed).
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Answer {
    List(Vec<Sent>),
    One(Sent),
}

impl Answer {
    /// The file.
    pub(super) fn file(self) -> Result<Sent> {
        match self {
            Answer::One(sent) => Ok(sent),
            Answer::List(list) => {
                list.into_iter().next().ok_or_else(|| unreadable("the answer holds no file"))
            }
        }
    }
}

fn unreadable(message: &str) -> Error {
    Error::new(ErrorKind::UnexpectedAnswer, message).with_operation("files_retrieve")
}

impl Client {
    /// A file by its resource id: the value of a field such as `imageattachmentids` of a contact
    /// (manual, *Files Retrieve*). It is held in memory: [`download`](Client::download) writes it to disk.
    pub async fn retrieve_file(&self, id: RecordId) -> Result<File> {
        let answer: Answer = self.result(&Call::get("files_retrieve").param("id", id.to_string())).await?;
        let sent = answer.file()?;
        let contents = BASE64_STANDARD
            .decode(sent.filecontents.as_bytes())
            .map_err(|error| unreadable("the contents of the file are not base64").with_source(error))?;
        Ok(File { id: sent.fileid, name: sent.filename, mime_type: sent.filetype, contents })
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let File { id, name, mime_type, contents } = self;
        let mut debug = f.debug_struct("File");
        debug.field("id", id).field("name", name).field("mime_type", mime_type);
        debug.field("contents", &format_args!("{} bytes", contents.len())).finish()
    }
}
