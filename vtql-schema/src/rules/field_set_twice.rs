use super::{Written, rule::rule};
use vtql_parser::Diagnostic;

rule! {
    /// A field is written twice
    ///
    /// ## What it does
    /// Reports a field that stands twice among what is written to one record.
    ///
    /// ## Why
    /// A record has one value of it: the other one would be lost.
    ///
    /// ## Example
    /// ```rust,ignore
    /// vtql_revise!(Contacts { id: id, phone: "1", phone: "2" })
    /// ```
    ///
    /// ## Fix
    /// Take one of them out.
    "V117", "field-set-twice", Deny, written: check_written
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    for record in &cx.records {
        for (position, member) in record.members.iter().enumerate() {
            let mut before = record.members.iter().take(position);
            if let Some(first) = before.find(|it| it.name == member.name) {
                let message = format!("`{}` is written twice", member.name);
                findings.push(
                    RULE.finding(member.span, message)
                        .related(first.span, "written here first")
                        .help("take one of them out"),
                );
            }
        }
    }
}
