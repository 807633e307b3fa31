use std::collections::BTreeSet;

/// What one user may see and do; everything, without more.
///
/// ```
/// use vtql_sandbox::Rights;
///
/// let clerk = Rights::all().without_module("Invoice").without_field("Contacts", "birthday").read_only("Products");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    hidden_modules: BTreeSet<String>,
    hidden_fields: BTreeSet<(String, String)>,
    read_only: BTreeSet<String>,
    undeletable: BTreeSet<String>,
    private: BTreeSet<String>,
    administrator: bool,
}

impl Rights {
    /// Everything.
    pub fn all() -> Self {
        Rights::default()
    }

    /// The module is as if it did not exist: `ACCESS_DENIED`.
    pub fn without_module(mut self, module: impl Into<String>) -> Self {
        self.hidden_modules.insert(module.into());
        self
    }

    /// The field is in no describe and no record, and a query that names it is `ACCESS_DENIED`.
    pub fn without_field(mut self, module: impl Into<String>, field: impl Into<String>) -> Self {
        self.hidden_fields.insert((module.into(), field.into()));
        self
    }

    /// Records of the module are not made, changed or deleted.
    pub fn read_only(mut self, module: impl Into<String>) -> Self {
        self.read_only.insert(module.into());
        self
    }

    /// Records of the module are not deleted.
    pub fn undeletable(mut self, module: impl Into<String>) -> Self {
        self.undeletable.insert(module.into());
        self
    }

    /// Of the module's records the user sees those that the user or a group owns.
    pub fn own_records_only(mut self, module: impl Into<String>) -> Self {
        self.private.insert(module.into());
        self
    }

    /// A user who is made for these rights is an administrator: who may `sync` the records of all, say.
    pub fn administrator(mut self) -> Self {
        self.administrator = true;
        self
    }

    pub(crate) fn is_administrator(&self) -> bool {
        self.administrator
    }

    /// Whether anything is kept from the user.
    pub(crate) fn are_restricted(&self) -> bool {
        (Rights { administrator: false, ..self.clone() }) != Rights::default()
    }

    pub(crate) fn hides_module(&self, module: &str) -> bool {
        self.hidden_modules.contains(module)
    }

    pub(crate) fn hides_field(&self, module: &str, field: &str) -> bool {
        self.hidden_fields.iter().any(|(m, f)| m == module && f == field)
    }

    pub(crate) fn is_read_only(&self, module: &str) -> bool {
        self.read_only.contains(module)
    }

    pub(crate) fn is_undeletable(&self, module: &str) -> bool {
        self.undeletable.contains(module)
    }

    pub(crate) fn is_private(&self, module: &str) -> bool {
        self.private.contains(module)
    }

    /// Every module that is named.
    pub(crate) fn modules(&self) -> impl Iterator<Item = &str> {
        let fields = self.hidden_fields.iter().map(|(module, _)| module);
        let modules =
            self.hidden_modules.iter().chain(&self.read_only).chain(&self.undeletable).chain(&self.private);
        modules.chain(fields).map(String::as_str)
    }
}
