//! Programming languages: one walk through the tree of any grammar.

mod calls;
mod evidence;
mod filling;
mod guard;
mod literal;
mod parse;
mod reading;
mod recording;
mod reduce;
mod replacing;
mod runs;
mod scope;
mod value;
mod vtql_macro;
mod walk;

pub(crate) use reading::Reading;

use crate::output::{NotRead, Output};
use crate::syntax::Syntax;

/// Adds the string expressions of a source file that may be queries.
pub(crate) fn scan(source: &str, syntax: &'static Syntax, output: &mut Output) -> Result<(), NotRead> {
    let tree = parse::parse(source, syntax, None)?;
    walk::walk(&tree, source, syntax, output, None);
    Ok(())
}

/// How many places of a source file its grammar cannot read; `None` when it was not read at all.
pub(crate) fn errors(source: &str, syntax: &'static Syntax) -> Option<usize> {
    let tree = parse::parse(source, syntax, None).ok()?;
    Some(walk::errors(&tree))
}
