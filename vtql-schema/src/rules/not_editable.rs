use super::{Written, rule::rule};
use crate::element::Writing;
use vtql_parser::Diagnostic;

rule! {
    /// The API does not let this be written
    ///
    /// ## What it does
    /// Reports a field that describe calls not editable, the `id` of a new record, and a module whose records the
    /// user who pulled the snapshot may not create or change.
    ///
    /// ## Why
    /// The server drops what is written to such a field without a word (observed), and answers `ACCESS_DENIED` for such a
    /// module.
    ///
    /// ## Example
    /// ```rust,ignore
    /// vtql_revise!(Contacts { id: id, createdtime: "2026-01-01 00:00:00" })
    /// ```
    ///
    /// ## Fix
    /// Leave it out. If the user's rights have changed, pull the snapshot anew.
    "V116", "not-editable", Deny, written: check_written
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(module) = cx.module else { return };
    let (may, verb) = match cx.element.writing {
        Writing::Create => (module.createable, "created"),
        Writing::Update | Writing::Revise => (module.updateable, "changed"),
    };
    if !may {
        let message = format!("records of `{}` cannot be {verb}", module.name);
        findings.push(RULE.finding(cx.element.span, message).label("by the user who pulled the snapshot"));
    }
    for record in &cx.records {
        for (member, field) in record.fields() {
            let is_new = cx.creates() || record.is_item;
            let message = match field {
                _ if member.name == "id" && !is_new => continue,
                _ if member.name == "id" => "the server gives a new record its `id`".to_owned(),
                Some(field) if !field.editable => {
                    format!("the field `{}` of module `{}` cannot be written", field.name, record.module.name)
                }
                _ => continue,
            };
            findings.push(RULE.finding(member.span, message).label("not editable").help("leave it out"));
        }
    }
}
