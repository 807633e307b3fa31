//! Modules and fields by the names that a program gives.

use super::report::Finding;
use proc_macro2::Span;
use vtql_parser::{Diagnostic, Dialect, Span as Place};
use vtql_schema::element::{Content, Element, Member, Presence, Writing};
use vtql_schema::{Checker, Field, Module, Snapshot};

/// The module of that name, or what to say at `span`.
pub(crate) fn module<'s>(snapshot: &'s Snapshot, name: &str, span: Span) -> Result<&'s Module, Finding> {
    snapshot.module(name).ok_or_else(|| {
        let element = Element::new(Writing::Revise, name, Place::NONE);
        let fact = || format!("there is no module `{name}`");
        finding(snapshot, &element, span).unwrap_or_else(|| Finding::at(span, fact()))
    })
}

/// The field of that name, or what to say at `span`.
pub(crate) fn field<'m>(module: &'m Module, name: &str, span: Span) -> Result<&'m Field, Finding> {
    module.field(name).ok_or_else(|| {
        let mut element = Element::new(Writing::Revise, &*module.name, Place::NONE);
        let content = Content::Expression(Presence::Always);
        element.members.push(Member::new(name, Place::NONE, content, Place::NONE));
        let fact = || format!("module `{}` has no field `{name}`", module.name);
        let snapshot = Snapshot::from_modules([module.clone()]);
        finding(&snapshot, &element, span).unwrap_or_else(|| Finding::at(span, fact()))
    })
}

/// What the rules say of a name, the first thing first: a name that is nobody's is wrong in nothing else.
fn finding(snapshot: &Snapshot, element: &Element, span: Span) -> Option<Finding> {
    let found = Checker::new(Dialect::Surface).snapshot(snapshot).element(element);
    let is_of_name = |it: &&Diagnostic| ["V101", "V102", "V103"].contains(&it.code.as_str());
    found.iter().find(is_of_name).map(|it| Finding::in_tokens(it, (span, span)))
}
