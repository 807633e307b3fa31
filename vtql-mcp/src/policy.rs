//! What can be seen.

use std::fmt;
use std::str::FromStr;
use vtql_schema::{Field, Module};

/// Modules or fields: `Contacts`, `Contacts.email`, `*.email`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// `None` is any.
    module: Option<String>,
    /// `None` is all.
    field: Option<String>,
}

impl Pattern {
    fn is_about(&self, module: &str) -> bool {
        self.module.as_deref().is_none_or(|name| name == module)
    }

    fn matches(&self, module: &str, field: &str) -> bool {
        self.is_about(module) && self.field.as_deref().is_none_or(|name| name == field)
    }

    /// Databases do not tell the cases of names apart.
    fn matches_any_case(&self, module: &str, field: &str) -> bool {
        let same = |name: &Option<String>, other: &str| {
            name.as_deref().is_none_or(|name| name.eq_ignore_ascii_case(other))
        };
        same(&self.module, module) && same(&self.field, field)
    }
}

impl FromStr for Pattern {
    type Err = InvalidPattern;

    fn from_str(text: &str) -> Result<Self, InvalidPattern> {
        let is_name = |name: &str| {
            name == "*"
                || !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        let (module, field) = text.split_once('.').unwrap_or((text, "*"));
        if !is_name(module) || !is_name(field) {
            return Err(InvalidPattern(text.to_owned()));
        }
        let name = |name: &str| (name != "*").then(|| name.to_owned());
        Ok(Pattern { module: name(module), field: name(field) })
    }
}

/// A text that is no [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPattern(String);

impl fmt::Display for InvalidPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "write a module or a field, as Contacts, Contacts.email or *.email, not `{}`", self.0)
    }
}

impl std::error::Error for InvalidPattern {}

/// Which modules and fields can be seen, and whose values are masked.
///
/// ```
/// use vtql_mcp::Policy;
///
/// let policy = Policy::new(["Contacts.lastname".parse()?, "Accounts".parse()?], ["*.phone".parse()?]);
/// assert!(policy.shows_field("Contacts", "lastname") && policy.shows_field("Contacts", "id"));
/// assert!(!policy.shows_field("Contacts", "email") && !policy.shows("Leads"));
/// assert!(policy.masks("Accounts", "phone"));
/// # Ok::<(), vtql_mcp::InvalidPattern>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Policy {
    allow: Vec<Pattern>,
    mask: Vec<Pattern>,
}

impl Policy {
    /// What is allowed, everything where there is nothing, and what of it is masked.
    pub fn new(allow: impl IntoIterator<Item = Pattern>, mask: impl IntoIterator<Item = Pattern>) -> Self {
        Policy { allow: allow.into_iter().collect(), mask: mask.into_iter().collect() }
    }

    /// Whether a module can be seen, or some of its fields.
    pub fn shows(&self, module: &str) -> bool {
        self.allow.is_empty() || self.allow.iter().any(|pattern| pattern.is_about(module))
    }

    /// Whether a field can be seen. The id of a record that can be seen can, too.
    pub fn shows_field(&self, module: &str, field: &str) -> bool {
        self.allow.is_empty()
            || self.allow.iter().any(|pattern| pattern.matches(module, field))
            || field == "id" && self.shows(module)
    }

    /// Whether the values of a field are hidden: it can be selected, and nothing can be asked about its values.
    pub fn masks(&self, module: &str, field: &str) -> bool {
        self.mask.iter().any(|pattern| pattern.matches_any_case(module, field))
    }

    /// What can be seen of a module.
    pub(crate) fn view(&self, module: &Module) -> Module {
        let fields = module.fields().iter().filter(|field| self.shows_field(&module.name, &field.name));
        let mut view = Module::new(module.name.clone(), fields.cloned().collect::<Vec<Field>>());
        view.label.clone_from(&module.label);
        view.id_prefix = module.id_prefix;
        view.is_entity = module.is_entity;
        view.createable = module.createable;
        view.updateable = module.updateable;
        view.deleteable = module.deleteable;
        view.retrieveable = module.retrieveable;
        view.allow_duplicates = module.allow_duplicates;
        view.label_fields =
            module.label_fields.iter().filter(|name| view.field(name).is_some()).cloned().collect();
        view
    }
}
