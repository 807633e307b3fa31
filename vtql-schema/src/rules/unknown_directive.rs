use super::rule::rule;

rule! {
    /// A comment allows a rule that does not exist
    ///
    /// ## What it does
    /// Reports a comment `-- vtql: allow(…)` that names no rule. Syntax errors (`V0xx`) cannot be
    /// allowed.
    ///
    /// ## Why
    /// It has no effect: the code is misspelt, or the rule is gone.
    ///
    /// ## Example
    /// ```vtql
    /// -- vtql: allow(V999)
    /// select id from Contacts;
    /// ```
    ///
    /// ## Fix
    /// Write the code or the name of a rule, `V3xx` for a group of rules, or `all`.
    "V320", "unknown-directive", Warn, |_, _| {}
}
