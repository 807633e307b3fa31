//! The modules of an instance, as the server needs them: looked up by name and by id prefix, with
//! every field's place in its table and its rules of comparison.

mod field;
mod kind;
mod module;
mod numbering;
mod quirks;
pub(crate) mod relations;
mod source_tables;

pub(crate) use field::{Field, Visibility};
pub(crate) use kind::Kind;
pub(crate) use module::{IdSpace, Module};
pub(crate) use numbering::record_number_prefix;

use std::collections::HashMap;
use std::sync::Arc;
use vtql_schema::Snapshot;

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
        let mut catalog = Catalog { modules: Vec::new(), by_name: HashMap::new(), by_prefix: HashMap::new() };
        for (position, module) in snapshot.modules().iter().enumerate() {
            let prefix = match module.id_prefix {
                Some(prefix) if !catalog.by_prefix.contains_key(&prefix) => prefix,
                _ => {
                    next = next.saturating_add(1);
                    next
                }
            };
            catalog.by_name.insert(module.name.clone(), position);
            catalog.by_prefix.insert(prefix, position);
            catalog.modules.push(Arc::new(Module::new(module, prefix, position)));
        }
        catalog
    }

    pub(crate) fn modules(&self) -> &[Arc<Module>] {
        &self.modules
    }

    /// The module of exactly that name.
    pub(crate) fn module(&self, name: &str) -> Option<&Arc<Module>> {
        self.modules.get(*self.by_name.get(name)?)
    }

    /// The module whose ids start with that number.
    pub(crate) fn by_prefix(&self, prefix: u32) -> Option<&Arc<Module>> {
        self.modules.get(*self.by_prefix.get(&prefix)?)
    }
}
