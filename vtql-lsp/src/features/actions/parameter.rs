//! A value becomes a parameter.

use super::action;
use crate::features::{View, touch};
use gen_lsp_types::{CodeAction, CodeActionKind};
use std::convert::Infallible;
use std::ops::ControlFlow;
use vtql_parser::ast::{Literal, Name, Predicate, Value};
use vtql_parser::diagnostic::Edit;
use vtql_parser::visit::{Visit, walk_predicate};
use vtql_parser::{Dialect, Span};

/// For each value in a part of the document: a parameter in its place, called as its field is. The wire
/// dialect has no parameters, and a string of a program is filled in by the program.
pub(super) fn parameters(view: View<'_>, part: Span) -> Vec<CodeAction> {
    struct Values<'a>(Vec<(&'a Name, &'a Literal)>);
    impl<'a> Visit<'a> for Values<'a> {
        type Break = Infallible;
        fn visit_predicate(&mut self, predicate: &'a Predicate) -> ControlFlow<Infallible> {
            let literals = predicate.values().into_iter().filter_map(Value::literal);
            self.0.extend(literals.map(|literal| (predicate.field(), literal)));
            walk_predicate(self, predicate)
        }
    }
    let mut actions = Vec::new();
    for region in view.document.regions() {
        if region.dialect == Dialect::Wire || region.host().is_some() || !touch(region.extent(), part) {
            continue;
        }
        let mut values = Values(Vec::new());
        for query in &region.parsed().statements {
            let ControlFlow::Continue(()) = values.visit_query(query);
        }
        for (field, literal) in values.0 {
            if field.gap().is_some() || !touch(region.in_document(literal.span), part) {
                continue;
            }
            let edit = Edit { span: literal.span, text: format!("{{{field}}}") };
            if let Some(edits) = region.edits(vec![edit], &view.document.text) {
                let title = format!("Make the value a parameter: {{{field}}}");
                actions.push(action(view, title, CodeActionKind::RefactorRewrite, &edits, None));
            }
        }
    }
    actions
}
