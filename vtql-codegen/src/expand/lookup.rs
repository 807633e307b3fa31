//! Modules and fields by the names that a program gives.

use super::report::Finding;
use proc_macro2::Span;
use vtql_schema::{Field, Module, Snapshot, suggest};

/// The module of that name, or what to say at `span`.
pub(crate) fn module<'s>(snapshot: &'s Snapshot, name: &str, span: Span) -> Result<&'s Module, Finding> {
    snapshot.module(name).ok_or_else(|| {
        let names = snapshot.modules().iter().map(|module| module.name.as_str());
        let near = did_you_mean(suggest::closest(name, names));
        Finding::at(span, format!("there is no module `{name}`{near}"))
    })
}

/// The field of that name, or what to say at `span`.
pub(crate) fn field<'m>(module: &'m Module, name: &str, span: Span) -> Result<&'m Field, Finding> {
    module.field(name).ok_or_else(|| {
        let names = module.fields().iter().map(|field| field.name.as_str());
        let near = did_you_mean(suggest::closest(name, names));
        Finding::at(span, format!("module `{}` has no field `{name}`{near}", module.name))
    })
}

fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}
