//! Findings as rustc shows them.

use std::io::{self, Write};
use vtql_parser::Diagnostic;
use vtql_parser::render::render;

/// All findings about one text, with an empty line after each.
pub(crate) fn report(
    out: &mut (impl Write + ?Sized),
    name: &str,
    text: &str,
    findings: &[Diagnostic],
    color: bool,
) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    write!(out, "{}\n\n", render(text, Some(name), findings, color))
}
