use super::{Written, rule::rule};
use crate::element::Content;
use vtql_parser::Diagnostic;

rule! {
    /// A new record of `Calendar` becomes an event
    ///
    /// ## What it does
    /// Reports a new record of `Calendar` whose `activitytype` is not `Task`.
    ///
    /// ## Why
    /// Tasks and events are kept together, and a record is a task by this value alone. Without it the server makes an
    /// event, which is none of the records of `Calendar` (observed).
    ///
    /// ## Example
    /// ```rust,ignore
    /// vtql_create!(Calendar { subject: "Call", date_start: today, due_date: today, time_start: "09:00:00",
    ///     taskstatus: "Planned", assigned_user_id: me })
    /// ```
    ///
    /// ## Fix
    /// Write `activitytype: "Task"`, or create a record of `Events`.
    "V218", "task-becomes-event", Deny, written: check_written
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    let is_new_task = cx.creates() && cx.element.module == "Calendar";
    if !is_new_task || cx.module.is_none_or(|module| module.field("activitytype").is_none()) {
        return;
    }
    let member = cx.element.members.iter().find(|member| member.name == "activitytype");
    let becomes_event = match member.map(|member| &member.content) {
        None | Some(Content::Nothing) => true,
        Some(Content::Text(text)) => text != "Task",
        Some(_) => false,
    };
    if becomes_event {
        let span = member.map_or(cx.element.span, |member| member.place);
        findings.push(
            RULE.finding(span, "the record becomes an event: `activitytype` is not `Task`")
                .help("write `activitytype: \"Task\"`, or create a record of `Events`"),
        );
    }
}
