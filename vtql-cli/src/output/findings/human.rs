//! Findings as rustc shows them.

use crate::plain;
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
    let drawn = render(text, Some(name), findings, color);
    let drawn = if color { plain::coloured(&drawn) } else { plain::lines(&drawn) };
    write!(out, "{drawn}\n\n")
}
