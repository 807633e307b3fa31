use super::Subject;
use crate::queries::{self, Query};
use std::fmt::Write as _;

/// `#[derive(GraphQLQuery)]`, with the same modules and fields as a GraphQL schema.
pub(crate) const SUBJECT: Subject = Subject {
    name: "graphql_client",
    dependencies: "graphql_client = \"0.16\"\nserde = \"1\"",
    files: || {
        let mut files = vec![("schema.graphql".to_owned(), schema())];
        let queries = queries::all(*crate::SIZES.iter().max().unwrap_or(&0));
        files.extend(queries.iter().map(|query| (path(query), document(query))));
        files
    },
    source,
};

fn path(query: &Query) -> String {
    format!("queries/query_{}.graphql", query.number)
}

fn schema() -> String {
    let mut schema = String::from("schema { query: Query }\n\n");
    let mut root = String::from("type Query {\n");
    for module in queries::snapshot().modules() {
        let _ = writeln!(schema, "type {} {{\n  id: ID!", module.name);
        // GraphQL has no `&` in names, and no query of ours asks for such a field.
        let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        for field in module.fields().iter().filter(|field| field.name != "id" && is_name(&field.name)) {
            let _ = writeln!(schema, "  \"{}: {}\"\n  {}: String", field.label, field.ty, field.name);
        }
        schema.push_str("}\n\n");
        let name = &module.name;
        let _ = writeln!(root, "  {name}(field: String!, is: String!, limit: Int): [{name}!]!");
    }
    schema + &root + "}\n"
}

fn document(query: &Query) -> String {
    let Query { number, module, fields, filter } = query;
    format!(
        "query Query{number}($value: String!) {{\n  {module}(field: \"{filter}\", is: $value, limit: 50) {{ {} }}\n}}\n",
        fields.join(" ")
    )
}

fn source(queries: &[Query]) -> String {
    let mut source = String::from("#![allow(non_snake_case)]\nuse graphql_client::GraphQLQuery;\n\n");
    for query in queries {
        let number = query.number;
        let _ = writeln!(
            source,
            "#[derive(GraphQLQuery)]\n\
             #[graphql(schema_path = \"schema.graphql\", query_path = \"{}\", response_derives = \"Debug, Clone\")]\n\
             pub struct Query{number};\n",
            path(query),
        );
    }
    source
}
