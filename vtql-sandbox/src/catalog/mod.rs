//! The modules of an instance, as the server needs them: looked up by name and by id prefix, with
//! every field's place in its table and its rules of comparison.

mod field;
mod kind;
mod module;
mod numbering;
mod quirks;
pub(crate) mod relations;
mod source_tables;
mod view;

pub(crate) use field::{Field, Visibility};
pub(crate) use kind::Kind;
pub(crate) use module::{IdSpace, Module};
pub(crate) use numbering::record_number_prefix;
pub(crate) use view::Owners;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use vtql_schema::Snapshot;

/// The number of the module of users in the cloud edition (manual, *Module ID*).
const USERS_PREFIX: u32 = 19;

/// All modules of one instance, in order of their names.
#[derive(Debug)]
pub(crate) struct Catalog {
    modules: Vec<Arc<Module>>,
    by_name: HashMap<String, usize>,
    by_prefix: HashMap<u32, usize>,
}

impl Catalog {
    /// The modules of a snapshot. A module whose prefix is unknown, or taken, gets the next free one
    /// after the highest.
    pub(crate) fn new(snapshot: &Snapshot) -> Self {
        let mut next = snapshot.modules().iter().filter_map(|module| module.id_prefix).max().unwrap_or(0);
        let mut prefixes = HashSet::new();
        let modules = snapshot.modules().iter().enumerate().map(|(position, module)| {
            let prefix = match module.id_prefix {
                Some(prefix) if prefixes.insert(prefix) => prefix,
                _ => {
                    next = next.saturating_add(1);
                    next
                }
            };
            Arc::new(Module::new(module, prefix, position))
        });
        Catalog::of(modules.collect())
    }

    fn of(modules: Vec<Arc<Module>>) -> Self {
        let by_name = modules.iter().enumerate().map(|(position, module)| (module.name.clone(), position));
        let by_prefix = modules.iter().enumerate().map(|(position, module)| (module.prefix, position));
        Catalog { by_name: by_name.collect(), by_prefix: by_prefix.collect(), modules }
    }

    pub(crate) fn modules(&self) -> &[Arc<Module>] {
        &self.modules
    }

    /// The module of exactly that name.
    pub(crate) fn module(&self, name: &str) -> Option<&Arc<Module>> {
        self.modules.get(*self.by_name.get(name)?)
    }

    /// The id of a user. A snapshot of a few modules may lack that of users.
    pub(crate) fn user_id(&self, number: i64) -> String {
        self.module("Users").map_or_else(|| format!("{USERS_PREFIX}x{number}"), |users| users.id(number))
    }

    /// The module whose ids start with that number.
    pub(crate) fn by_prefix(&self, prefix: u32) -> Option<&Arc<Module>> {
        self.modules.get(*self.by_prefix.get(&prefix)?)
    }
}
