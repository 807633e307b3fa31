use vtql_parser::{Dialect, parse_query};
use vtql_schema::types::Domain;
use vtql_schema::{Checker, Field, Module, Snapshot, standard};

/// How many fields a query selects, beside the id.
const FIELDS: usize = 5;

/// What is asked: some fields of the records whose `filter` is a parameter.
pub(crate) struct Query {
    pub(crate) number: usize,
    pub(crate) module: String,
    pub(crate) fields: Vec<String>,
    pub(crate) filter: String,
}

impl Query {
    /// The query as text, with `parameter` for the value.
    pub(crate) fn text(&self, parameter: &str) -> String {
        let Query { module, filter, .. } = self;
        format!("select {} from {module} where {filter} = {parameter} limit 50", self.fields.join(", "))
    }
}

/// The modules of the snapshot that queries are about.
pub(crate) fn snapshot() -> Snapshot {
    standard::snapshot().unwrap_or_default()
}

/// So many queries, about all modules in turn and about other fields each time, of those that are right.
pub(crate) fn all(count: usize) -> Vec<Query> {
    let snapshot = snapshot();
    let modules: Vec<&Module> = snapshot.modules().iter().filter(|it| it.field("id").is_some()).collect();
    let candidates = (0..).map(|at| candidate(at, modules[at % modules.len()]));
    let right = candidates.filter(|query| is_right(query, &snapshot)).take(count);
    right.enumerate().map(|(number, query)| Query { number, ..query }).collect()
}

fn candidate(number: usize, module: &Module) -> Query {
    let fields: Vec<&Field> = module.fields().iter().filter(|field| field.name != "id").collect();
    let selected = (0..FIELDS.min(fields.len())).map(|at| fields[(number * 3 + at) % fields.len()]);
    let texts: Vec<&&Field> = fields.iter().filter(|field| field.domain() == Domain::Text).collect();
    let filter = if texts.is_empty() { fields[0] } else { texts[number % texts.len()] };
    Query {
        number,
        module: module.name.clone(),
        fields: std::iter::once("id".to_owned()).chain(selected.map(|field| field.name.clone())).collect(),
        filter: filter.name.clone(),
    }
}

fn is_right(query: &Query, snapshot: &Snapshot) -> bool {
    let text = query.text("{value}");
    let Ok(tree) = parse_query(&text, Dialect::Surface) else { return false };
    Checker::new(Dialect::Surface).snapshot(snapshot).query_in(&tree, &text).is_empty()
}
