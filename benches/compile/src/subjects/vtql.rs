use super::Subject;
use crate::queries::{self, Query};
use std::fmt::Write as _;
use vtql_parser::ast::Name;
use vtql_schema::types::{Domain, FieldType};
use vtql_schema::{Field, Module};

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

/// `vtql_revise!(…)` with twelve fields.
pub(crate) const WRITE: Subject =
    Subject { name: "vtql-write", dependencies: DEPENDENCIES, files, source: writes };

/// How many fields a write has, beside the id.
const FIELDS: usize = 12;

fn writes(queries: &[Query]) -> String {
    let snapshot = queries::snapshot();
    queries.iter().fold(String::new(), |mut source, query| {
        let (number, module) = (query.number, &query.module);
        let fields = snapshot.module(module).into_iter().flat_map(Module::fields);
        let fields =
            fields.filter(|field| field.editable && field.name != "id" && Name::is_word(&field.name));
        let values: Vec<String> =
            fields.take(FIELDS).map(|field| format!("r#{}: {}", field.name, value(field))).collect();
        let _ = writeln!(
            source,
            "pub fn write_{number}(id: vtql_client::RecordId, value: &str, list: &[String]) {{\n    \
             let _ = vtql_client::vtql_revise!({module} {{ id: id, {} }});\n    let _ = (value, list);\n}}\n",
            values.join(", ")
        );
        source
    })
}

/// A value as programs have them: text is computed, choices and numbers stand there.
fn value(field: &Field) -> String {
    match field.domain() {
        Domain::Integer | Domain::Decimal => "5".to_owned(),
        Domain::Boolean => "true".to_owned(),
        Domain::Date => "\"2026-01-01\"".to_owned(),
        Domain::Time => "\"09:00:00\"".to_owned(),
        Domain::DateTime => "\"2026-01-01 09:00:00\"".to_owned(),
        Domain::Id | Domain::Owner | Domain::Reference if !field.holds_text() => "id".to_owned(),
        _ if field.ty == FieldType::MultiPicklist => "list".to_owned(),
        _ => field.picklist.first().map_or_else(|| "value".to_owned(), |first| format!("{:?}", first.value)),
    }
}

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
