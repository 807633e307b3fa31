//! Text from elsewhere, made harmless for a terminal.
//!
//! Values, labels and messages of a server can hold characters that move the cursor, set colours or turn the
//! direction of text. They are shown by their numbers.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

/// Whether a terminal would do something with a character other than showing it.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Directions of text, and what encloses a part with one of its own.
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Ends of lines and paragraphs; marks that are not seen.
            | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text on one line: what a terminal would act on is shown as `\u{1b}`, an end of a line as `\n`, a tab as a
/// space.
pub fn line(text: &str) -> Cow<'_, str> {
    escaped(text, |c, out| match c {
        '\n' => out.push_str("\\n"),
        '\t' => out.push(' '),
        '\r' => out.push_str("\\r"),
        _ => out.extend(c.escape_unicode()),
    })
}

/// The same for a text of several lines, which keeps them and its tabs.
pub fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c, out| match c {
        '\n' | '\t' => out.push(c),
        _ => out.extend(c.escape_unicode()),
    })
}

/// The same for a text that has colours of our own: sequences that set a colour stay.
pub fn coloured(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        let (before, sequence) = rest.split_at(at);
        out.push_str(&lines(before));
        let end = colour(sequence);
        out.push_str(if end > 0 { &sequence[..end] } else { "\\u{1b}" });
        rest = &sequence[end.max(1)..];
    }
    out.push_str(&lines(rest));
    Cow::Owned(out)
}

/// How long the sequence is that sets a colour at the beginning of a text; 0 when there is none.
fn colour(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else { return 0 };
    let length = parameters.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
    if parameters[length..].starts_with('m') { length + 3 } else { 0 }
}

fn escaped(text: &str, escape: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if acts(c) {
            escape(c, &mut out);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Standard output for data: as it is into files and pipes, harmless on a terminal. There a character is shown as
/// JSON writes it, so that JSON stays JSON.
#[derive(Debug)]
pub struct Data<W> {
    out: W,
    to_terminal: bool,
    /// The beginning of a character of which the rest was not written yet.
    begun: Vec<u8>,
}

impl Data<io::StdoutLock<'static>> {
    /// Standard output, locked.
    pub fn stdout() -> Self {
        let to_terminal = io::stdout().is_terminal();
        Data { out: io::stdout().lock(), to_terminal, begun: Vec::new() }
    }
}

impl Data<io::Stdout> {
    /// The same without keeping others from it: it can go from thread to thread.
    pub fn shared_stdout() -> Self {
        Data { out: io::stdout(), to_terminal: io::stdout().is_terminal(), begun: Vec::new() }
    }
}

impl<W: Write> Data<W> {
    #[cfg(test)]
    fn for_terminal(out: W) -> Self {
        Data { out, to_terminal: true, begun: Vec::new() }
    }

    fn show(&mut self, text: &str) -> io::Result<()> {
        let shown = escaped(text, |c, out| match c {
            '\n' | '\t' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        });
        self.out.write_all(shown.as_bytes())
    }
}

impl<W: Write> Write for Data<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.to_terminal {
            return self.out.write(bytes);
        }
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let mut rest = all.as_slice();
        while !rest.is_empty() {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.show(text)?;
                    rest = &[];
                }
                Err(error) => {
                    let (valid, after) = rest.split_at(error.valid_up_to());
                    self.show(&String::from_utf8_lossy(valid))?;
                    match error.error_len() {
                        Some(length) => {
                            self.show("\u{fffd}")?;
                            rest = &after[length..];
                        }
                        None => {
                            self.begun = after.to_vec();
                            rest = &[];
                        }
                    }
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a\u{1b}[31mb\u{202e}c\u{9b}d\u{7}e\u{e0041}f\r\u{2028}g\n\th";

    #[test]
    fn nothing_that_acts_is_left() {
        for text in [line(HOSTILE), lines(HOSTILE)] {
            assert!(!text.chars().any(|c| acts(c) && !matches!(c, '\n' | '\t')), "{text:?}");
        }
        assert!(!line(HOSTILE).contains('\n'));
        assert_eq!(line("a\u{1b}b"), "a\\u{1b}b");
        assert!(matches!(line("Zoë 中文 👩\u{200d}💻"), Cow::Borrowed(_)), "harmless text stays as it is");
    }

    #[test]
    fn colours_stay_where_they_are_meant() {
        let text = "\u{1b}[1;31mred\u{1b}[0m \u{1b}[2J\u{1b}]0;title\u{7} \u{202e}\n";
        assert_eq!(coloured(text), "\u{1b}[1;31mred\u{1b}[0m \\u{1b}[2J\\u{1b}]0;title\\u{7} \\u{202e}\n");
    }

    #[test]
    fn data_on_a_terminal_stays_json_wherever_it_is_cut() {
        let json = format!("\"é{}\"\n", HOSTILE.replace(['\n', '\t', '\r', '\u{1b}', '\u{7}'], ""));
        for cut in 0..=json.len() {
            let mut out = Vec::new();
            let mut data = Data::for_terminal(&mut out);
            data.write_all(&json.as_bytes()[..cut]).unwrap();
            data.write_all(&json.as_bytes()[cut..]).unwrap();
            let shown = String::from_utf8(out).unwrap();
            assert!(!shown.trim_end().contains(acts), "{shown:?}");
            let (read, meant): (String, String) =
                (serde_json::from_str(&shown).unwrap(), serde_json::from_str(&json).unwrap());
            assert_eq!(read, meant);
        }
    }
}
