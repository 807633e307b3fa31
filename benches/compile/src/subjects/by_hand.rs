use super::Subject;
use crate::queries::Query;
use std::fmt::Write as _;

/// The query as a string beside a struct with serde's derives: what one writes who has no checked queries.
pub(crate) const SUBJECT: Subject = Subject {
    name: "by-hand",
    dependencies: "serde = { version = \"1\", features = [\"derive\"] }",
    files: Vec::new,
    source,
};

fn source(queries: &[Query]) -> String {
    queries.iter().fold(String::new(), |mut source, query| {
        let Query { number, module, fields, .. } = query;
        let fields = fields.iter().fold(String::new(), |mut lines, field| {
            let _ = writeln!(lines, "        pub r#{field}: Option<String>,");
            lines
        });
        let text = query.text("{value}");
        let _ = writeln!(
            source,
            "pub fn query_{number}(value: &str) {{\n    \
             #[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]\n    \
             pub struct {module} {{\n{fields}    }}\n    \
             let _ = (format!(\"{text}\"), std::marker::PhantomData::<{module}>);\n}}\n"
        );
        source
    })
}
