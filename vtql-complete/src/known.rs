//! Which module a statement asks, and whose fields can stand in it.

use vtql_parser::ast::Query;
use vtql_schema::{Module, Snapshot};

/// What is known of the module of a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Asked<'s> {
    /// It is this one.
    Module(&'s Module),
    /// It was named, and the snapshot does not have it.
    Unknown,
    /// It was not named yet.
    NotYet,
}

impl<'s> Asked<'s> {
    /// The module that was named before the position, else the one in the tree of the statement around it.
    pub(crate) fn of(
        snapshot: &'s Snapshot,
        before: Option<&str>,
        statements: &[Query],
        start: usize,
        position: usize,
    ) -> Self {
        let named = before.or_else(|| {
            let around = statements.iter().find(|statement| {
                start <= statement.span.start as usize && statement.span.start as usize <= position
            })?;
            around.module.gap().is_none().then(|| around.module.as_str())
        });
        match named {
            None => Asked::NotYet,
            Some(name) => find(snapshot, name).map_or(Asked::Unknown, Asked::Module),
        }
    }
}

/// The module of that name; else the first whose name differs by case only.
fn find<'s>(snapshot: &'s Snapshot, name: &str) -> Option<&'s Module> {
    let same = |module: &&Module| module.name.eq_ignore_ascii_case(name);
    snapshot.module(name).or_else(|| snapshot.modules().iter().find(same))
}

/// The modules that have all of these fields; all modules when none has.
pub(crate) fn having<'s>(snapshot: &'s Snapshot, fields: &[&str]) -> Vec<&'s Module> {
    let has = |module: &&Module| fields.iter().all(|name| module.field(name).is_some());
    let modules: Vec<&Module> = snapshot.modules().iter().filter(has).collect();
    if modules.is_empty() { snapshot.modules().iter().collect() } else { modules }
}
