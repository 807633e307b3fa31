//! The modules of an instance, as the server needs them: looked up by name and by id prefix, with
//! every field's place in its table and its rules of comparison.

mod field;
mod joined;
mod kind;
mod module;
mod numbering;
mod owners;
mod quirks;
pub(crate) mod relations;
mod source_tables;
mod view;
mod visibility;

pub(crate) use field::Field;
pub(crate) use kind::Kind;
pub(crate) use module::{IdSpace, Joined, Module};
pub(crate) use numbering::record_number_prefix;
pub(crate) use owners::Owners;
pub(crate) use quirks::is_inventory;
pub(crate) use visibility::Visibility;

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
    /// The modules that the user has no right to, by name and prefix.
    hidden: Vec<(String, u32)>,
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
            Module::new(module, prefix, position)
        });
        let mut modules: Vec<Module> = modules.collect();
        let joined: Vec<_> = modules.iter().map(|module| joined::to(module, &modules)).collect();
        for (module, joined) in modules.iter_mut().zip(joined) {
            module.joined = joined;
        }
        Catalog::of(modules.into_iter().map(Arc::new).collect())
    }

    fn of(modules: Vec<Arc<Module>>) -> Self {
        let by_name = modules.iter().enumerate().map(|(position, module)| (module.name.clone(), position));
        let by_prefix = modules.iter().enumerate().map(|(position, module)| (module.prefix, position));
        let (by_name, by_prefix) = (by_name.collect(), by_prefix.collect());
        Catalog { by_name, by_prefix, modules, hidden: Vec::new() }
    }

    pub(crate) fn modules(&self) -> &[Arc<Module>] {
        &self.modules
    }

    /// The module of exactly that name.
    pub(crate) fn module(&self, name: &str) -> Option<&Arc<Module>> {
        self.modules.get(*self.by_name.get(name)?)
    }

    /// Whether the user has no right to the module of that name.
    pub(crate) fn hides(&self, name: &str) -> bool {
        self.hidden.iter().any(|(hidden, _)| hidden == name)
    }

    /// Whether the user has no right to the module whose ids start with that number.
    pub(crate) fn hides_prefix(&self, prefix: u32) -> bool {
        self.hidden.iter().any(|(_, hidden)| *hidden == prefix)
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
