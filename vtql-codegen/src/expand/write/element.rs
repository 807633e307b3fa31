//! What the rules are to look at.

use super::input::Record;
use super::value::{Member, Value};
use crate::expand::places::Places;
use syn::ext::IdentExt;
use vtql_schema::element::{Content, Element, Member as Checked, Writing};

/// The record as the rules see it; its parts are added to `places`.
pub(super) fn element(writing: Writing, record: &Record, places: &mut Places) -> Element {
    let module = &record.module;
    let mut element = Element::new(writing, module.unraw().to_string(), places.add(module.span()));
    element.members = members(&record.members, places);
    element
}

fn members(members: &[Member], places: &mut Places) -> Vec<Checked> {
    members.iter().map(|it| member(it, places)).collect()
}

fn member(member: &Member, places: &mut Places) -> Checked {
    let span = places.add(member.span);
    let content = match &member.value {
        Value::Items(items) => {
            Content::Items(items.iter().map(|(it, span)| (members(it, places), places.add(*span))).collect())
        }
        value => value.content(&mut |span| places.add(span)),
    };
    Checked::new(&*member.name, span, content, places.add_tokens(member.place))
}
