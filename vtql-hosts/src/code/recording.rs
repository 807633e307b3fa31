//! Reading a run of statements for the first time, and taking over what came of it later.

use super::runs::{self, Base, Event, Recording, Run, Shape, Shift};
use super::scope::BUILDER;
use super::walk::Walk;
use std::ops::Range;
use tree_sitter::{Node, TreeCursor};

impl Walk<'_> {
    /// Goes to the last node of the run that begins here if it is known what comes of it. If not, it is found out
    /// while it is read.
    pub(super) fn skip_run(&mut self, cursor: &mut TreeCursor<'_>) -> bool {
        let is_place = self.recording.is_none() && self.frames.last().is_some_and(|it| !it.collects());
        if self.runs.is_none() || !is_place {
            return false;
        }
        let Some((range, kinds)) = run_at(cursor) else { return false };
        if self.is_said_before(range.start) {
            return false;
        }
        let nodes = kinds.len();
        let shape = Shape { kinds, depth: self.depth() };
        let source = self.source;
        let Some(text) = source.get(range.clone()) else { return false };
        let known = self.runs.as_deref_mut().and_then(|runs| runs.find(text, &shape));
        if let Some(run) = known {
            let fits = self.scopes.has_room(run.sets) && !run.free.iter().any(|name| self.scopes.knows(name));
            if fits {
                self.take_over(&run, range.start);
                for _ in 1..nodes {
                    cursor.goto_next_sibling();
                }
            }
            return fits;
        }
        self.scopes.watch();
        let (base, comment) = (self.base(range.start), self.comment.take());
        self.recording =
            Some(Recording { range, frames: self.frames.len(), shape, base, events: Vec::new(), comment });
        false
    }

    /// Keeps what came of a run when its last node was read.
    pub(super) fn end_run(&mut self, node: Node<'_>) {
        let is_last = |it: &Recording| it.frames == self.frames.len() && it.range.end == node.end_byte();
        if !self.recording.as_ref().is_some_and(is_last) {
            return;
        }
        let (Some(recording), Some((watch, bindings, sets))) = (self.recording.take(), self.scopes.watched())
        else {
            return;
        };
        let comment = self.comment;
        self.comment = comment.or(recording.comment);
        let base = recording.base;
        if watch.is_bound {
            return;
        }
        let run = Run {
            shape: recording.shape,
            base,
            events: recording.events,
            bindings,
            sets,
            free: watch.free.into_iter().collect(),
            literals: self.output.literals.get(base.literals..).unwrap_or_default().to_vec(),
            names: self.output.names.get(base.names..).unwrap_or_default().to_vec(),
            strings: self.output.strings - base.strings,
            branches: self.branches_seen - base.branches,
            comment,
        };
        let text = self.source.get(recording.range).unwrap_or_default();
        if let Some(runs) = self.runs.as_deref_mut() {
            runs.keep(text, run);
        }
    }

    /// Notes what happens in the run that is being read.
    pub(super) fn record(&mut self, event: impl FnOnce() -> Event) {
        if let Some(recording) = &mut self.recording {
            recording.events.push(event());
        }
    }

    /// A variable gets another value.
    pub(super) fn forgets(&mut self, name: &str) {
        if self.scopes.is_floor() {
            self.record(|| Event::Forgets(name.to_owned()));
        }
    }

    /// Does what reading the run would do.
    fn take_over(&mut self, run: &Run, start: usize) {
        let shift = Shift { from: run.base, to: self.base(start) };
        self.output.literals.extend_from_slice(&run.literals);
        self.output.names.extend_from_slice(&run.names);
        self.output.strings += run.strings;
        self.branches_seen += run.branches;
        for event in &run.events {
            match event {
                Event::Forgets(name) => {
                    if let Some(old) = self.scopes.forget(name) {
                        self.finish_binding(old);
                    }
                }
                Event::Finishes(id, text, context) => {
                    let origin = Some(shift.to.origin(*id));
                    self.output.finish_from(shift.text(text), context.clone(), self.syntax.dialect, origin);
                }
            }
        }
        for binding in &run.bindings {
            // There is room for it, and its name was forgotten.
            let _ = self.scopes.set(binding.with_held(shift.held(&binding.held)));
        }
        self.comment = run.comment.map(|(end, mark)| (shift.place(end), mark)).or(self.comment);
    }

    fn base(&self, start: usize) -> Base {
        Base {
            start,
            literals: self.output.literals.len(),
            names: self.output.names.len(),
            branches: self.branches_seen,
            strings: self.output.strings,
        }
    }

    /// Whether what stands before this place may say something about what follows: a comment, or the name of a function
    /// whose lambda it is.
    fn is_said_before(&self, start: usize) -> bool {
        if self.source.get(..start).is_some_and(|before| before.trim_end().ends_with(BUILDER)) {
            return true;
        }
        let Some((end, _)) = self.comment else { return false };
        let between = self.source.get(end..start).unwrap_or_default().bytes();
        let mut lines = 0;
        for byte in between {
            lines += usize::from(byte == b'\n');
            if byte == b';' || lines > 1 {
                return false;
            }
        }
        true
    }
}

/// The bytes of the run that begins with a node, and the kinds of its nodes. `None` where it is not worth it, and where
/// the grammar could not read it.
fn run_at(cursor: &TreeCursor<'_>) -> Option<(Range<usize>, Vec<u16>)> {
    let mut at = cursor.clone();
    let start = at.node().start_byte();
    let mut end = start;
    let mut kinds = Vec::new();
    loop {
        let node = at.node();
        let range = node.byte_range();
        if node.has_error() || range.len() > runs::MAX_STATEMENT {
            break;
        }
        kinds.push(node.kind_id());
        end = range.end;
        if runs::ends(end - start, range.len()) || !at.goto_next_sibling() {
            break;
        }
    }
    (end - start >= runs::WORTH).then_some((start..end, kinds))
}
