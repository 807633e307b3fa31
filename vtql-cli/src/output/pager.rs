//! Long output for people, page by page.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};
use terminal_size::{Height, Width, terminal_size_of};

/// The columns of text that the terminal of standard output has; `None` when that is none.
pub(crate) fn width() -> Option<usize> {
    size().map(|(columns, _)| columns)
}

fn size() -> Option<(usize, usize)> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let (Width(columns), Height(lines)) = terminal_size_of(io::stdout())?;
    // A terminal that does not know says zero.
    (columns > 0).then_some((usize::from(columns), usize::from(lines)))
}

/// Writes a text to standard output: by a pager where it is longer than the terminal, unless `paged` is false.
pub(crate) fn show(text: &[u8], paged: bool) -> io::Result<()> {
    let lines = text.split(|byte| *byte == b'\n').count() - 1;
    let is_long = size().is_some_and(|(_, height)| height > 0 && lines >= height);
    if paged && is_long && page(text)? {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()
}

/// Whether a pager took the text.
fn page(text: &[u8]) -> io::Result<bool> {
    let variable = |name| std::env::var(name).ok().filter(|it| !it.trim().is_empty());
    let line = variable("VTQL_PAGER").or_else(|| variable("PAGER")).unwrap_or_else(|| "less".to_owned());
    let mut words = line.split_whitespace();
    let Some(program) = words.next() else { return Ok(false) };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped()).env_remove(crate::access_key::VARIABLE);
    if std::env::var_os("LESS").is_none() {
        // Leave what fits alone, cut long lines, keep the screen.
        command.env("LESS", "FSX");
    }
    let Ok(mut child) = command.spawn() else { return Ok(false) };
    if let Some(mut stdin) = child.stdin.take() {
        match stdin.write_all(text) {
            // It was left before its end.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            other => other?,
        }
    }
    child.wait()?;
    Ok(true)
}
