//! Parser, printer, diagnostics and compiler for VTQL, the query language of Vtiger CRM's web service.

pub mod ast;
pub mod diagnostic;
mod span;

pub use diagnostic::{Code, Diagnostic, Severity};
pub use span::Span;
