//! What can be done with a query, above it.

use super::View;
use crate::document::Region;
use gen_lsp_types::{CodeLens, Command};
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use vtql_parser::ast::Query;
use vtql_parser::lower::lower;
use vtql_parser::print::compact;
use vtql_parser::{Dialect, parse_query};

/// Runs the query on the instance. Only ever done when it is asked for.
pub(crate) const RUN: &str = "vtql.run";
/// Says what the server is sent and how.
pub(crate) const EXPLAIN: &str = "vtql.explain";
/// The text that the server is sent.
pub(crate) const WIRE_TEXT: &str = "vtql.copyWireText";

/// Which query a command is for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Target {
    /// The document.
    pub(crate) uri: String,
    /// Its text when the lens was made: what is run is what was seen.
    pub(crate) query: String,
    /// The names of its parameters.
    #[serde(default)]
    pub(crate) params: Vec<String>,
}

pub(crate) fn lenses(view: View<'_>, can_run: bool) -> Vec<CodeLens> {
    let mut lenses = Vec::new();
    for region in view.document.regions().iter().filter(|it| !it.is_alternative()) {
        for query in &region.parsed().statements {
            let Some(text) = whole(region, query) else { continue };
            let range = view.range(region.in_document(query.span));
            let target = Target { uri: view.document.uri.to_string(), params: params(&text), query: text };
            let commands = [("Run", RUN), ("Explain", EXPLAIN), ("Copy wire text", WIRE_TEXT)];
            for (title, command) in commands.into_iter().filter(|(_, it)| can_run || *it != RUN) {
                lenses.push(CodeLens {
                    range,
                    command: Some(Command {
                        title: title.to_owned(),
                        tooltip: None,
                        command: command.to_owned(),
                        arguments: serde_json::to_value(&target).ok().map(|target| vec![target]),
                    }),
                    data: None,
                });
            }
        }
    }
    lenses
}

/// The text of a query of which all is known but values: holes that stand for a value become parameters.
pub(crate) fn whole(region: &Region, query: &Query) -> Option<String> {
    let range = query.span.range();
    let mut text = region.text.get(range.clone())?.to_owned();
    let holes: Vec<_> = region
        .holes()
        .into_iter()
        .filter(|hole| range.start <= hole.start && hole.end <= range.end)
        .collect();
    for (index, hole) in holes.iter().enumerate().rev() {
        let (start, end) = (hole.start - range.start, hole.end - range.start);
        let quoted = start > 0 && text[..start].ends_with('\'') && text[end..].starts_with('\'');
        let (start, end) = if quoted { (start - 1, end + 1) } else { (start, end) };
        text.replace_range(start..end, &format!("{{{}}}", name_of(region.text.get(hole.clone())?, index)));
    }
    // All others are for the program to say.
    parse_query(&text, Dialect::Surface).is_ok().then_some(text)
}

/// A name for what is filled in: the last word of its expression.
fn name_of(placeholder: &str, index: usize) -> String {
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let mut words = placeholder.split(|char| !is_part(char));
    let name = words.rfind(|word| word.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_'));
    name.map_or_else(|| format!("value{}", index + 1), str::to_ascii_lowercase)
}

/// The parameters of a query, each once, in order.
pub(crate) fn params(text: &str) -> Vec<String> {
    use vtql_parser::ast::Param;
    use vtql_parser::visit::Visit;
    struct Params(Vec<String>);
    impl<'a> Visit<'a> for Params {
        type Break = std::convert::Infallible;
        fn visit_param(&mut self, param: &'a Param) -> std::ops::ControlFlow<Self::Break> {
            let name = param.expression().to_owned();
            if !self.0.contains(&name) {
                self.0.push(name);
            }
            std::ops::ControlFlow::Continue(())
        }
    }
    let mut params = Params(Vec::new());
    if let Ok(query) = parse_query(text, Dialect::Surface) {
        let std::ops::ControlFlow::Continue(()) = params.visit_query(&query);
    }
    params.0
}

/// The text that goes to the server; why there is none.
pub(crate) fn wire_text(text: &str) -> Result<String, String> {
    let query = parse_query(text, Dialect::Surface).map_err(|errors| errors.to_string())?;
    if !params(text).is_empty() {
        // Values take the place of parameters before a query is compiled.
        return Ok(compact(&query));
    }
    lower(&query).map(|query| query.to_string()).map_err(|errors| errors.to_string())
}

/// What the server is sent, in words.
pub(crate) fn explain(text: &str) -> Result<String, String> {
    let wire = wire_text(text)?;
    let params = params(text);
    let mut words = format!("The server is sent:\n\n```vtql\n{wire}\n```\n");
    if !params.is_empty() {
        let _ = writeln!(words, "\nbut for its parameters: `{}`.", params.join("`, `"));
    }
    Ok(words)
}
