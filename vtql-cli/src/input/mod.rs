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

/// A query may begin with a comment; a word that begins like a flag is a mistake.
pub(crate) fn query_text(text: &str) -> Result<String, String> {
    if text.starts_with('-') && text != STDIN && !text.contains(char::is_whitespace) {
        return Err("there is no such flag".to_owned());
    }
    Ok(text.to_owned())
}

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
        let text = text(path).map_err(|error| Failure::read(path, &error))?;
        Ok(Source::of_text(path, text))
    }

    /// Reads a file; `None` when it is not in UTF-8.
    pub(crate) fn utf8_file(path: &Path) -> Result<Option<Self>, Failure> {
        match text(path) {
            Ok(text) => Ok(Some(Source::of_text(path, text))),
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

/// The text of a file; an error of kind [`io::ErrorKind::InvalidData`] where it is not in UTF-8.
fn text(path: &Path) -> io::Result<String> {
    let bytes = bytes(path, u64::MAX)?.unwrap_or_default();
    let no_text = |_| io::Error::new(io::ErrorKind::InvalidData, "stream did not contain valid UTF-8");
    String::from_utf8(bytes).map_err(no_text)
}

/// What is in a file; `None` when it is longer than `most`.
///
/// A system call costs as much as the check of a short query. So there is one `read`, unless the file does not have the
/// length that its metadata says.
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
    let name = path.map_or_else(|| "<stdin>".to_owned(), |path| path.to_string_lossy().into_owned());
    if std::path::MAIN_SEPARATOR == '/' { name } else { name.replace(std::path::MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_whole_and_one_that_is_too_long_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("q.vtql");
        for length in [0, 1, 4_096, 100_000] {
            std::fs::write(&path, vec![b'x'; length]).unwrap();
            let most = length as u64;
            assert_eq!(bytes(&path, most).unwrap(), Some(vec![b'x'; length]));
            assert_eq!(bytes(&path, most.saturating_sub(1)).unwrap().is_none(), length > 0);
        }
    }

    /// Files of the kernel say that they are empty.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_is_longer_than_it_says_is_read_whole() {
        let path = Path::new("/proc/version");
        assert_eq!(std::fs::metadata(path).unwrap().len(), 0);
        let read = bytes(path, u64::MAX).unwrap().unwrap();
        assert!(read.len() > 1 && read == std::fs::read(path).unwrap());
    }
}
