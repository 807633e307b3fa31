//! The places where a module or a field is named.

use crate::document::{Document, Role};
use vtql_parser::Span;
use vtql_parser::ast::Name;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) role: Role,
    pub(crate) module: String,
    pub(crate) name: String,
}

/// What is named at a place of a document, and where.
pub(crate) fn wanted(document: &Document, offset: usize) -> Option<(Wanted, Span)> {
    let (region, at) = document.region_at(offset)?;
    let named = region.name_at(at)?;
    let wanted =
        Wanted { role: named.role, module: named.module?.to_owned(), name: named.name.as_str().to_owned() };
    Some((wanted, region.in_document(named.span())))
}

/// Where a document names it, each place once.
pub(crate) fn places(document: &Document, wanted: &Wanted) -> Vec<Span> {
    let mut places: Vec<Span> = Vec::new();
    for region in document.regions() {
        let same = region.names().into_iter().filter(|it| {
            it.role == wanted.role && it.module == Some(wanted.module.as_str()) && *it.name == *wanted.name
        });
        places.extend(same.map(|it| region.in_document(it.span())));
    }
    places.sort_unstable();
    places.dedup();
    // A name that the file writes in another way cannot be shown, nor renamed.
    places.retain(|span| document.slice(*span) == wanted.name);
    places
}

/// Why a field cannot be called so.
pub(crate) fn refuse(wanted: &Wanted, new_name: &str) -> Option<String> {
    if wanted.role == Role::Module {
        return Some("modules are renamed in the CRM, not in queries".to_owned());
    }
    if wanted.name == "id" {
        return Some("every module has `id`: the server adds it".to_owned());
    }
    Name::new(new_name).err().map(|_| format!("`{new_name}` is no name: write ASCII letters, digits and `_`"))
}
