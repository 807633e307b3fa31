use super::Subject;
use crate::queries::Query;
use std::fmt::Write as _;

/// Functions that return the query as a string: what no check at all costs.
pub(crate) const SUBJECT: Subject = Subject { name: "plain", dependencies: "", files: Vec::new, source };

fn source(queries: &[Query]) -> String {
    queries.iter().fold(String::new(), |mut source, query| {
        let (number, text) = (query.number, query.text("{value}"));
        let _ =
            writeln!(source, "pub fn query_{number}(value: &str) {{\n    let _ = (\"{text}\", value);\n}}\n");
        source
    })
}
