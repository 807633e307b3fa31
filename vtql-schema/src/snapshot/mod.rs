//! What an instance has, in one file that is kept under version control.

mod load;
mod read;
mod write;

use crate::error::ReadError;
use crate::json::{Object, Value};
use crate::module::Module;
use std::path::Path;

/// The name of the format, under the key `format`.
const FORMAT: &str = "vtql-snapshot";
/// The version that is written, and the only one that is read.
pub(crate) const VERSION: u64 = 1;

/// The modules of an instance.
///
/// As text it is JSON with modules and fields sorted by name, one field a line, and defaults left out,
/// so that a change on the instance is a small difference in review. The order in which describe
/// lists the fields is kept apart, under `order`. Nothing in it depends on who pulled it or when.
///
/// ```
/// use vtql_schema::{Field, Module, Snapshot, types::FieldType};
///
/// let groups = Module::new("Groups", [Field::new("groupname", FieldType::String)]);
/// let snapshot = Snapshot::from_modules([groups]);
/// assert_eq!(Snapshot::from_json(&snapshot.to_json())?, snapshot);
/// # Ok::<(), vtql_schema::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Sorted by name.
    modules: Vec<Module>,
}

impl Snapshot {
    /// A snapshot of these modules. Of modules of the same name the last is kept.
    pub fn from_modules(modules: impl IntoIterator<Item = Module>) -> Self {
        let mut snapshot = Snapshot::default();
        for module in modules {
            snapshot.insert(module);
        }
        snapshot
    }

    /// Adds a module; the one of the same name, if there was one, is returned.
    pub fn insert(&mut self, module: Module) -> Option<Module> {
        match self.position(&module.name) {
            Ok(at) => Some(std::mem::replace(&mut self.modules[at], module)),
            Err(at) => {
                self.modules.insert(at, module);
                None
            }
        }
    }

    /// Reads a snapshot file, a folder of raw describe answers (its `.json` files), or one raw answer.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, ReadError> {
        load::any(path.as_ref())
    }

    /// Reads the text of a snapshot file, or of one raw describe answer.
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        let value = crate::json::parse(text)?;
        let format = Object::of(&value).ok().and_then(|top| top.get("format"));
        if matches!(format, Some(Value::String(format)) if format == FORMAT) {
            read::snapshot(&value)
        } else {
            Ok(Snapshot::from_modules([crate::describe::from_value(&value)?]))
        }
    }

    /// The text of the snapshot file: the same for equal snapshots, byte for byte.
    pub fn to_json(&self) -> String {
        write::snapshot(self)
    }

    /// The modules, sorted by name.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The module of exactly that name.
    pub fn module(&self, name: &str) -> Option<&Module> {
        self.position(name).ok().and_then(|at| self.modules.get(at))
    }

    /// The module of that name; else the first whose name differs by case only.
    pub(crate) fn module_ignoring_case(&self, name: &str) -> Option<&Module> {
        let in_other_case = || self.modules.iter().find(|module| module.name.eq_ignore_ascii_case(name));
        self.module(name).or_else(in_other_case)
    }

    /// The module whose records have ids that begin with that number.
    pub fn module_of_prefix(&self, prefix: u32) -> Option<&Module> {
        self.modules.iter().find(|module| module.id_prefix == Some(prefix))
    }

    fn position(&self, name: &str) -> Result<usize, usize> {
        self.modules.binary_search_by(|module| module.name.as_str().cmp(name))
    }
}

impl FromIterator<Module> for Snapshot {
    fn from_iter<I: IntoIterator<Item = Module>>(modules: I) -> Self {
        Snapshot::from_modules(modules)
    }
}

#[cfg(test)]
mod tests;
