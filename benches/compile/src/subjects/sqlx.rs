use super::Subject;
use crate::queries::{self, Query};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// `sqlx::query!`, offline: what a database said of each query is in a file.
pub(crate) const SUBJECT: Subject = Subject {
    name: "sqlx",
    dependencies: "sqlx = { version = \"0.9\", default-features = false, features = [\"macros\", \"postgres\"] }",
    files: || queries::all(*crate::SIZES.iter().max().unwrap_or(&0)).iter().map(description).collect(),
    source,
};

/// What `cargo sqlx prepare` writes about a query, with its path.
fn description(query: &Query) -> (String, String) {
    let text = query.text("$1");
    let mut hash = String::new();
    for byte in Sha256::digest(&text) {
        let _ = write!(hash, "{byte:02x}");
    }
    let columns = query.fields.iter().enumerate().map(|(at, field)| {
        format!("{{\"ordinal\": {at}, \"name\": \"{}\", \"type_info\": \"Text\"}}", field.to_lowercase())
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    let nullable =
        query.fields.iter().map(|field| (field != "id").to_string()).collect::<Vec<_>>().join(", ");
    let description = format!(
        "{{\"db_name\": \"PostgreSQL\", \"query\": \"{text}\", \"describe\": {{\"columns\": [{columns}], \
         \"parameters\": {{\"Left\": [\"Text\"]}}, \"nullable\": [{nullable}]}}, \"hash\": \"{hash}\"}}"
    );
    (format!(".sqlx/query-{hash}.json"), description)
}

fn source(queries: &[Query]) -> String {
    queries.iter().fold(String::new(), |mut source, query| {
        let (number, text) = (query.number, query.text("$1"));
        let _ = writeln!(
            source,
            "pub fn query_{number}(value: &str) {{\n    let _ = sqlx::query!(\"{text}\", value);\n}}\n"
        );
        source
    })
}
