//! The names in a query.

use std::convert::Infallible;
use std::ops::ControlFlow;
use vtql_parser::Span;
use vtql_parser::ast::{Name, Query};
use vtql_parser::visit::Visit;

/// A name and what it names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'a> {
    pub(crate) name: &'a Name,
    pub(crate) role: Role,
    /// The module that the query asks; `None` when it is not known.
    pub(crate) module: Option<&'a str>,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Module,
    Field,
}

impl Named<'_> {
    pub(crate) fn span(&self) -> Span {
        self.name.span
    }
}

/// The names of a query, in order of the text.
pub(crate) fn named(query: &Query) -> Vec<Named<'_>> {
    struct Names<'a> {
        module: Option<&'a str>,
        found: Vec<Named<'a>>,
    }
    impl<'a> Names<'a> {
        fn add(&mut self, name: &'a Name, role: Role) {
            if name.gap().is_none() {
                self.found.push(Named { name, role, module: self.module });
            }
        }
    }
    impl<'a> Visit<'a> for Names<'a> {
        type Break = Infallible;
        fn visit_module(&mut self, module: &'a Name) -> ControlFlow<Infallible> {
            self.add(module, Role::Module);
            ControlFlow::Continue(())
        }
        fn visit_field(&mut self, field: &'a Name) -> ControlFlow<Infallible> {
            self.add(field, Role::Field);
            ControlFlow::Continue(())
        }
    }
    let module = query.module.gap().is_none().then(|| query.module.as_str());
    let mut names = Names { module, found: Vec::new() };
    let ControlFlow::Continue(()) = names.visit_query(query);
    names.found.sort_by_key(Named::span);
    names.found
}
