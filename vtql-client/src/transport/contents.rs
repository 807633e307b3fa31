//! The contents of a file in an answer, taken out while it comes.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// The member that has the contents (manual, *Files Retrieve*). A text of JSON has its own quotes escaped, so these
/// bytes with a colon behind them are the name of a member wherever they stand.
const NAME: &[u8] = b"\"filecontents\"";

/// Takes the value of the first member of that name out of a JSON text, whose value becomes an empty one.
#[derive(Debug, Default)]
pub(super) struct Extract {
    at: At,
    /// Base64 that does not make whole bytes yet.
    pending: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
enum At {
    /// So many bytes of the name were met.
    Name(usize),
    /// Between the name and its value.
    Colon,
    Value,
    Contents,
    /// Behind a backslash.
    Escape,
    Behind,
}

impl Default for At {
    fn default() -> Self {
        At::Name(0)
    }
}

impl Extract {
    /// Whether a value was met, and its end.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.at, At::Behind) && self.pending.is_empty()
    }

    /// The contents in the next bytes of the text; `None` when they are no base64. What is none of them goes to `rest`.
    pub(super) fn take(&mut self, bytes: &[u8], rest: &mut Vec<u8>) -> Option<Vec<u8>> {
        let mut bytes = bytes;
        while let Some((&byte, after)) = bytes.split_first() {
            match self.at {
                At::Behind => {
                    rest.extend_from_slice(bytes);
                    break;
                }
                At::Contents => {
                    let end = memchr::memchr2(b'"', b'\\', bytes).unwrap_or(bytes.len());
                    let (text, behind) = bytes.split_at(end);
                    self.pending.extend_from_slice(text);
                    bytes = match behind.split_first() {
                        Some((b'"', _)) => {
                            self.at = At::Behind;
                            behind
                        }
                        Some((_, after)) => {
                            self.at = At::Escape;
                            after
                        }
                        None => behind,
                    };
                    continue;
                }
                // PHP escapes slashes.
                At::Escape if byte == b'/' => {
                    self.pending.push(byte);
                    self.at = At::Contents;
                    bytes = after;
                    continue;
                }
                At::Escape => return None,
                At::Name(met) => self.at = name(met, byte),
                At::Colon | At::Value => self.at = before_value(self.at, byte),
            }
            rest.push(byte);
            bytes = after;
        }
        self.whole()
    }

    /// The bytes that the text makes so far.
    fn whole(&mut self) -> Option<Vec<u8>> {
        let text = self.pending.len() / 4 * 4;
        if matches!(self.at, At::Behind) && text < self.pending.len() {
            return None;
        }
        let contents = BASE64_STANDARD.decode(self.pending.get(..text)?).ok()?;
        self.pending.drain(..text);
        Some(contents)
    }
}

/// Where the text is after one more byte of a name.
fn name(met: usize, byte: u8) -> At {
    match NAME.get(met) {
        Some(next) if *next == byte && met + 1 == NAME.len() => At::Colon,
        Some(next) if *next == byte => At::Name(met + 1),
        _ => At::Name(usize::from(byte == b'"')),
    }
}

fn before_value(at: At, byte: u8) -> At {
    match (at, byte) {
        (_, b' ' | b'\n' | b'\r' | b'\t') => at,
        (At::Colon, b':') => At::Value,
        (At::Value, b'"') => At::Contents,
        // It was no name, or its value is no text.
        _ => name(0, byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a text that comes in pieces of this length.
    fn taken(text: &str, piece: usize) -> Option<(Vec<u8>, String, bool)> {
        let (mut extract, mut rest, mut contents) = (Extract::default(), Vec::new(), Vec::new());
        for bytes in text.as_bytes().chunks(piece) {
            contents.extend(extract.take(bytes, &mut rest)?);
        }
        Some((contents, String::from_utf8(rest).unwrap(), extract.is_whole()))
    }

    #[test]
    fn contents_are_taken_out_wherever_the_text_is_cut() {
        let every_byte: Vec<u8> = (0..=255).cycle().take(1_000).collect();
        let encoded = BASE64_STANDARD.encode(&every_byte).replace('/', r"\/");
        let name = r#""filename":"a \"filecontents\" \"filecontents\":\"x\".txt""#;
        for (before, after) in [("[{", "}]"), ("{", r#","filesize":"1000"}"#)] {
            let text = format!(r#"{{"result":{before}{name}, "filecontents" : "{encoded}"{after}}}"#);
            let rest = format!(r#"{{"result":{before}{name}, "filecontents" : ""{after}}}"#);
            for piece in [1, 2, 3, 5, 7, 64, 10_000] {
                assert_eq!(taken(&text, piece), Some((every_byte.clone(), rest.clone(), true)), "{piece}");
            }
        }
    }

    #[test]
    fn a_text_that_is_cut_off_or_has_no_contents_is_not_whole() {
        let whole = r#"{"filecontents":"QUJD"}"#;
        for end in 0..whole.len() {
            let came = taken(&whole[..end], 4);
            assert_eq!(came.is_some_and(|(_, _, is_whole)| is_whole), end > 21, "{end}");
        }
        for text in [r#"{"filecontents":null}"#, r#"{"filecontents"}"#, "{}", r#"{"filecontents":["QUJD"]}"#]
        {
            assert_eq!(taken(text, 3), Some((Vec::new(), text.to_owned(), false)));
        }
        assert_eq!(taken(r#"{"filecontents":""}"#, 3).map(|(contents, ..)| contents.len()), Some(0));
    }

    #[test]
    fn what_is_no_base64_is_refused() {
        for value in ["QUJ", "QU=D", "QUJD=", "QU D", r"QUJ\u0044", "ÄÖ"] {
            assert_eq!(taken(&format!(r#"{{"filecontents":"{value}"}}"#), 3), None, "{value}");
        }
    }
}
