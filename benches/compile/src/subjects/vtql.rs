use super::Subject;
use crate::queries::{self, Query};
use std::fmt::Write as _;

const DEPENDENCIES: &str = "vtql-client = { path = \"REPOSITORY/vtql-client\", default-features = false }";

/// `vtql!("…")`.
pub(crate) const TEXT: Subject = Subject {
    name: "vtql",
    dependencies: DEPENDENCIES,
    files,
    source: |queries| source(queries, |text| format!("\"{text}\"")),
};

/// `vtql!(…)`.
pub(crate) const TOKENS: Subject = Subject {
    name: "vtql-tokens",
    dependencies: DEPENDENCIES,
    files,
    source: |queries| source(queries, str::to_owned),
};

fn files() -> Vec<(String, String)> {
    vec![("vtql.snapshot.json".to_owned(), queries::snapshot().to_json())]
}

fn source(queries: &[Query], form: fn(&str) -> String) -> String {
    queries.iter().fold(String::new(), |mut source, query| {
        let (number, query) = (query.number, form(&query.text("{value}")));
        let _ = writeln!(
            source,
            "pub fn query_{number}(value: &str) {{\n    let _ = vtql_client::vtql!({query});\n}}\n"
        );
        source
    })
}
