use super::{Level, Rule, all};
use std::collections::BTreeMap;
use std::fmt;
use vtql_parser::{Code, Group};

/// What becomes of the findings of each rule: the rule's default, unless it is set here.
///
/// ```
/// use vtql_schema::rules::{Level, Levels, find};
///
/// let mut levels = Levels::default();
/// levels.set("V3", Level::Allow)?;
/// levels.set("deep-offset", Level::Deny)?;
/// assert_eq!(levels.of(find("V301").unwrap()), Level::Allow);
/// assert_eq!(levels.of(find("V303").unwrap()), Level::Deny);
/// assert_eq!(levels.of(find("V308").unwrap()), Level::Allow);
/// assert!(levels.set("V999", Level::Allow).is_err());
/// # Ok::<(), vtql_schema::rules::UnknownRule>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<Code, Level>);

impl Levels {
    /// Sets the level of the rules that `selector` names: a code (`V301`), a name (`leading-wildcard`), a
    /// group (`V3`, `V3xx`) or `all`. What is set later holds.
    pub fn set(&mut self, selector: &str, level: Level) -> Result<(), UnknownRule> {
        let rules = select(selector)?;
        self.0.extend(rules.into_iter().map(|rule| (rule.code(), level)));
        Ok(())
    }

    pub(crate) fn allow(&mut self, rule: &Rule) {
        self.0.insert(rule.code(), Level::Allow);
    }

    /// The level of a rule.
    pub fn of(&self, rule: &Rule) -> Level {
        self.0.get(&rule.code()).copied().unwrap_or(rule.default_level())
    }
}

/// The rules that a selector names.
pub(crate) fn select(selector: &str) -> Result<Vec<&'static Rule>, UnknownRule> {
    let wanted = selector.trim().to_ascii_uppercase();
    let group = match wanted.strip_suffix("XX").unwrap_or(&wanted) {
        "V0" => Some(Group::Syntax),
        "V1" => Some(Group::Schema),
        "V2" => Some(Group::Trap),
        "V3" => Some(Group::Style),
        _ => None,
    };
    let rules: Vec<&Rule> = if wanted == "ALL" {
        all().to_vec()
    } else if group.is_some() {
        all().iter().copied().filter(|rule| Some(rule.code().group()) == group).collect()
    } else {
        super::find(selector).into_iter().collect()
    };
    if rules.is_empty() { Err(UnknownRule(selector.trim().to_owned())) } else { Ok(rules) }
}

/// A code, name or group that no rule has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule(String);

impl UnknownRule {
    /// The selector as it was written.
    pub fn selector(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no rule `{}`", self.0)?;
        let names = all().iter().flat_map(|rule| [rule.code.as_str(), rule.name()]);
        match crate::suggest::closest(&self.0, names) {
            Some(near) => write!(f, "; did you mean `{near}`?"),
            None => f.write_str("; syntax errors (`V0xx`) have no level"),
        }
    }
}

impl std::error::Error for UnknownRule {}
