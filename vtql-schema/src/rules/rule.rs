use super::{Context, Written};
use std::fmt;
use vtql_parser::{Code, Diagnostic, Severity, Span};

/// One rule: what it looks for, and everything that is said about it.
pub struct Rule {
    pub(super) code: Code,
    pub(super) name: &'static str,
    pub(super) level: Level,
    pub(super) reach: Reach,
    pub(super) docs: &'static str,
    pub(super) check: fn(&Context<'_>, &mut Vec<Diagnostic>),
    /// What it looks for in what is written to a record, if it does.
    pub(super) check_written: Option<CheckWritten>,
}

pub(super) type CheckWritten = fn(&Written<'_>, &mut Vec<Diagnostic>);

/// Where a rule can find something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reach {
    /// In every query.
    Everywhere,
    /// In texts that go to the server as they are: on the command line those of the wire dialect, in
    /// programs those of `vtql_wire!`. What is compiled has its literals quoted and its limits paged through, so
    /// that traps of the wire do not touch it.
    Wire,
    /// In what programs put together when they run: `vtql-hosts` looks for it in their sources.
    Program,
    /// In what is written to records, and in no query.
    Writes,
}

/// What becomes of the findings of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Level {
    /// They are not reported.
    Allow,
    /// They are notes.
    Note,
    /// They are warnings.
    Warn,
    /// They are errors: the query is refused.
    Deny,
}

impl Level {
    /// Every level, the mildest first.
    pub const ALL: [Level; 4] = [Level::Allow, Level::Note, Level::Warn, Level::Deny];

    /// The severity of a finding; `None` when there is none to report.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Allow => None,
            Level::Note => Some(Severity::Note),
            Level::Warn => Some(Severity::Warning),
            Level::Deny => Some(Severity::Error),
        }
    }

    /// `allow`, `note`, `warn`, `deny`.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Note => "note",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Rule {
    /// The stable code: `V102`.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The name: `unknown-field`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it finds, in one sentence without a full stop.
    pub fn title(&self) -> &'static str {
        self.docs.lines().next().unwrap_or_default().trim().trim_end_matches('.')
    }

    /// The whole documentation as Markdown, title first: what it does, why, an example, the fix.
    pub fn documentation(&self) -> String {
        // A doc comment keeps the space after its mark.
        self.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect()
    }

    /// What becomes of its findings unless something else is asked for.
    pub fn default_level(&self) -> Level {
        self.level
    }

    /// Where it can find something.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Whether it finds something in what is written to records: in the macros `vtql_create!`, `vtql_update!` and
    /// `vtql_revise!`, in structs that are written, and in elements that the client or the command line checks.
    pub fn is_about_writes(&self) -> bool {
        self.check_written.is_some()
    }

    /// A finding of this rule, as severe as the default level says.
    pub(crate) fn finding(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, self.level.severity().unwrap_or(Severity::Note), span, message)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule").field("code", &self.code).field("name", &self.name).finish_non_exhaustive()
    }
}

/// Declares the rule of a module. Its doc comment is its documentation: a title, then the sections
/// *What it does*, *Why*, *Example* and *Fix*. Behind its level stand what checks queries, with a [`Reach`] where it
/// is not everywhere, and `written` what checks what is written to records.
macro_rules! rule {
    ($(#[doc = $doc:literal])+ $code:literal, $name:literal, $level:ident, $check:expr $(, $reach:ident)?) => {
        rule!(@ [$($doc)+] $code, $name, $level, rule!(@reach $($reach)?), $check, None);
    };
    ($(#[doc = $doc:literal])+ $code:literal, $name:literal, $level:ident, $check:expr, written: $written:expr) => {
        rule!(@ [$($doc)+] $code, $name, $level, $crate::rules::Reach::Everywhere, $check, Some($written));
    };
    ($(#[doc = $doc:literal])+ $code:literal, $name:literal, $level:ident, written: $written:expr) => {
        rule!(@ [$($doc)+] $code, $name, $level, $crate::rules::Reach::Writes, |_, _| (), Some($written));
    };
    (@reach) => { $crate::rules::Reach::Everywhere };
    (@reach $reach:ident) => { $crate::rules::Reach::$reach };
    (@ [$($doc:literal)+] $code:literal, $name:literal, $level:ident, $reach:expr, $check:expr, $written:expr) => {
        $(#[doc = $doc])+
        pub(crate) static RULE: $crate::rules::Rule = $crate::rules::Rule {
            code: ::vtql_parser::Code::new($code),
            name: $name,
            level: $crate::rules::Level::$level,
            reach: $reach,
            docs: concat!($($doc, "\n"),+),
            check: $check,
            check_written: $written,
        };
    };
}
pub(super) use rule;
