use super::written::WrittenRecord;
use super::{Written, rule::rule};
use crate::element::{Content, Presence, Writing};
use crate::field::Field;
use crate::tables::{LINE_ITEM_FIELDS, LINE_ITEMS_KEY, has_line_items};
use vtql_parser::Diagnostic;

rule! {
    /// A mandatory field has no value
    ///
    /// ## What it does
    /// Reports a new record, or one that is updated, without a value for a field that describe calls mandatory and
    /// has no default for; a mandatory field that is cleared; a new inventory record without line items; and a
    /// change that does not say of which record.
    ///
    /// ## Why
    /// The server answers `MANDATORY_FIELDS_MISSING`, of one field at a time.
    ///
    /// ## Example
    /// ```rust,ignore
    /// vtql_create!(Contacts { firstname: "Ada" })
    /// ```
    ///
    /// ## Fix
    /// Give a value, as in `lastname: "Lovelace"`. Of a record that there is, `vtql_revise!` changes some fields and needs
    /// no others.
    "V115", "missing-mandatory-field", Deny, written: check_written
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    let changes = !cx.creates();
    for record in &cx.records {
        let id = record.members.iter().find(|member| member.name == "id");
        if changes && !record.is_item && !id.is_some_and(crate::element::Member::is_given) {
            let message = format!("`id` is missing: it says which record of `{}` is changed", record.module.name);
            findings.push(RULE.finding(record.span, message).help("write `id: …`"));
        }
        let mandatory = record.module.fields().iter().filter(|field| field.mandatory && field.editable);
        findings.extend(mandatory.filter_map(|field| missing(cx, record, field)));
        if cx.creates() && !record.is_item && has_line_items(&record.module.name) {
            let items = record.members.iter().find(|member| member.name == LINE_ITEMS_KEY);
            if !items.is_some_and(crate::element::Member::is_given) {
                let message = format!("a record of `{}` has at least one line item", record.module.name);
                let span = items.map_or(record.span, |items| items.span);
                findings.push(
                    RULE.finding(span, message)
                        .help("write `LineItems: [{ productid: …, quantity: … }]`"),
                );
            }
        }
    }
}

fn missing(cx: &Written<'_>, record: &WrittenRecord<'_>, field: &Field) -> Option<Diagnostic> {
    let name = &field.name;
    let Some(member) = record.members.iter().find(|member| member.name == *name) else {
        // Line items are written anew with the record; a record that is revised keeps what is left out.
        let is_needed = record.is_item || cx.element.writing != Writing::Revise;
        let what = if record.is_item { "line item" } else { "record" };
        let message = format!("`{name}` is mandatory, and the {what} has no value for it");
        let finding = (is_needed && field.default.is_empty()).then(|| RULE.finding(record.span, message))?;
        let of_items = !record.is_item
            && LINE_ITEM_FIELDS.contains(&name.as_str())
            && has_line_items(&record.module.name);
        return Some(if of_items {
            finding.help(format!("the server wants it of the record as well: give that of the first line item, `{name}: …`"))
        } else if cx.element.writing == Writing::Update {
            finding.help(format!("write `{name}: …`, or revise the record: that keeps what is left out"))
        } else {
            finding.help(format!("write `{name}: …`"))
        });
    };
    let leaves_out = member.content == Content::Expression(Presence::OrLeftOut);
    if member.is_given() || (leaves_out && cx.element.writing == Writing::Revise && !record.is_item) {
        return None;
    }
    Some(if leaves_out {
        let message = format!("`{name}` is mandatory, and may be left out here");
        RULE.finding(member.span, message).help(format!("write `{name}: …` with a value that is always there"))
    } else {
        RULE.finding(member.span, format!("`{name}` is mandatory, and cannot be cleared"))
            .help("give it a value, or leave it out of a change")
    })
}
