//! Where texts come from.

mod files;
pub(crate) mod lines;

pub(crate) use files::{files, in_parallel, selection};
pub(crate) use vtql_hosts::{Selection, is_query_file};

use crate::failure::Failure;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The argument that stands for standard input.
pub(crate) const STDIN: &str = "-";

/// What some editors write in front of a text in UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// One text and its name.
#[derive(Debug)]
pub(crate) struct Source {
    /// The file; `None` for standard input.
    pub(crate) path: Option<PathBuf>,
    /// The text, without a byte order mark.
    pub(crate) text: String,
    marked: bool,
}

impl Source {
    fn new(path: Option<PathBuf>, mut text: String) -> Self {
        let marked = text.starts_with(BYTE_ORDER_MARK);
        if marked {
            text.drain(..BYTE_ORDER_MARK.len_utf8());
        }
        Source { path, text, marked }
    }

    /// The name for messages, with `/` between folders.
    pub(crate) fn name(&self) -> String {
        name(self.path.as_deref())
    }

    /// How many bytes of the file stand before the text.
    pub(crate) fn start(&self) -> usize {
        if self.marked { BYTE_ORDER_MARK.len_utf8() } else { 0 }
    }

    /// What a file is that holds `text` in place of this one.
    pub(crate) fn with_text(&self, text: &str) -> String {
        if self.marked { format!("{BYTE_ORDER_MARK}{text}") } else { text.to_owned() }
    }

    /// Reads a file.
    pub(crate) fn file(path: &Path) -> Result<Self, Failure> {
        let text =
            bytes(path, u64::MAX).and_then(|it| String::from_utf8(it.unwrap_or_default()).map_err(no_text));
        Ok(Source::new(Some(path.to_owned()), text.map_err(|error| Failure::read(path, &error))?))
    }

    /// Reads a file; `None` when it is not in UTF-8.
    pub(crate) fn utf8_file(path: &Path) -> Result<Option<Self>, Failure> {
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(Some(Source::new(Some(path.to_owned()), text))),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
            Err(error) => Err(Failure::read(path, &error)),
        }
    }

    /// A file that was read.
    pub(crate) fn of_text(path: &Path, text: String) -> Self {
        Source::new(Some(path.to_owned()), text)
    }

    /// Reads standard input to its end.
    pub(crate) fn stdin() -> Result<Self, Failure> {
        let mut text = String::new();
        io::stdin()
            .lock()
            .read_to_string(&mut text)
            .map_err(|error| Failure::new("READ", format!("cannot read standard input: {error}")))?;
        Ok(Source::new(None, text))
    }

    /// Reads what an argument names.
    pub(crate) fn of(argument: &Path) -> Result<Self, Failure> {
        if argument == Path::new(STDIN) { Source::stdin() } else { Source::file(argument) }
    }
}

fn no_text(_: std::string::FromUtf8Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "stream did not contain valid UTF-8")
}

/// What is in a file; `None` when it is longer than `most`.
///
/// A call of the system costs as much as the check of a short query: there is one `read` for a file that has the
/// length it is said to have.
pub(crate) fn bytes(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > most {
        return Ok(None);
    }
    let length = usize::try_from(length).unwrap_or_default();
    let mut bytes = vec![0; length.saturating_add(1)];
    let mut filled = 0;
    loop {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => {
                filled += read;
                if filled == length {
                    break;
                }
                if filled == bytes.len() {
                    bytes.resize(2 * filled, 0);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(Some(bytes))
}

/// The name of a file for messages, with `/` between folders; that of standard input without one.
pub(crate) fn name(path: Option<&Path>) -> String {
    let name = |path: &Path| path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/");
    path.map_or_else(|| "<stdin>".to_owned(), name)
}
