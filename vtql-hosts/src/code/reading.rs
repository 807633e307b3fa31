//! Reading a file again after it was changed.

use super::runs::Runs;
use super::{parse, walk};
use crate::change::Change;
use crate::output::{NotRead, Output};
use crate::syntax::Syntax;
use std::fmt;
use std::ops::Range;
use tree_sitter::{InputEdit, Point, Tree};

/// What is kept of a file from one reading to the next: its tree, and what came of its statements.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    last: Option<Last>,
    runs: Runs,
}

struct Last {
    source: Box<str>,
    tree: Tree,
    syntax: &'static Syntax,
}

impl fmt::Debug for Last {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Last").field("bytes", &self.source.len()).finish_non_exhaustive()
    }
}

impl Reading {
    /// Adds the string expressions of the file as it is now.
    pub(crate) fn scan(
        &mut self,
        source: &str,
        syntax: &'static Syntax,
        output: &mut Output,
    ) -> Result<(), NotRead> {
        let last = self.last.take().filter(|last| std::ptr::eq(last.syntax, syntax));
        if last.is_none() {
            self.runs = Runs::default();
        }
        let last = match last {
            Some(last) if *last.source == *source => last,
            last => Last { tree: tree(source, syntax, last)?, source: source.into(), syntax },
        };
        self.runs.begin();
        walk::walk(&last.tree, source, syntax, output, Some(&mut self.runs));
        self.runs.end();
        self.last = Some(last);
        Ok(())
    }
}

/// The tree of a text. What a grammar makes of a text that it cannot read depends on the way there, so such a tree
/// is always made anew.
fn tree(source: &str, syntax: &'static Syntax, last: Option<Last>) -> Result<Tree, NotRead> {
    if let Some(Last { source: before, mut tree, .. }) = last.filter(|it| !it.tree.root_node().has_error()) {
        tree.edit(&edit(&before, source));
        drop(before);
        if let Ok(tree) = parse::parse(source, syntax, Some(&tree))
            && !tree.root_node().has_error()
        {
            return Ok(tree);
        }
    }
    parse::parse(source, syntax, None)
}

/// What lies between the first and the last byte that differ.
fn edit(before: &str, after: &str) -> InputEdit {
    let Change { start, old_end, new_end } = Change::between(before.as_bytes(), after.as_bytes());
    let start_position = moved(Point::new(0, 0), before, 0..start);
    InputEdit {
        start_byte: start,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position,
        old_end_position: moved(start_position, before, start..old_end),
        new_end_position: moved(start_position, after, start..new_end),
    }
}

/// The line and the column behind these bytes, which begin at `from`.
fn moved(from: Point, text: &str, bytes: Range<usize>) -> Point {
    let passed = text.as_bytes().get(bytes).unwrap_or_default();
    let lines: usize = passed.iter().map(|byte| usize::from(*byte == b'\n')).sum();
    match passed.iter().rposition(|byte| *byte == b'\n') {
        Some(end) => Point::new(from.row + lines, passed.len() - end - 1),
        None => Point::new(from.row, from.column + passed.len()),
    }
}
