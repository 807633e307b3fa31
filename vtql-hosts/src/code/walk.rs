//! Through the tree of a file, from its leaves up, without recursion.

use super::literal::{self, Parts};
use super::runs::{self, Event, Recording, Runs};
use super::scope::{BUILDER, Binding, Held, Scopes};
use super::value::{Item, Value};
use super::vtql_macro;
use crate::Language;
use crate::finding::address;
use crate::mark::Mark;
use crate::output::{Context, Output};
use crate::syntax::{Grammar, Role, Syntax};
use crate::text::Text;
use std::collections::VecDeque;
use std::ops::Range;
use tree_sitter::{Node, Tree, TreeCursor};
use vtql_parser::Dialect;

/// Adds the string expressions of a tree that may be queries. What is known of its `runs` is not read again.
pub(super) fn walk(
    tree: &Tree,
    source: &str,
    syntax: &'static Syntax,
    output: &mut Output,
    runs: Option<&mut Runs>,
) {
    let grammar = syntax.grammar();
    let heredocs = heredocs(tree, source, syntax, grammar);
    // The texts of here-documents stand elsewhere than their statements.
    let runs = runs.filter(|_| heredocs.is_empty());
    let mut walk = Walk {
        source,
        syntax,
        output,
        scopes: Scopes::default(),
        frames: Vec::new(),
        branches: Vec::new(),
        branches_seen: 0,
        comment: None,
        in_macro: None,
        tokens: Vec::new(),
        heredocs,
        runs,
        recording: None,
    };
    walk.scopes.open();
    let mut cursor = tree.walk();
    loop {
        if !walk.skip_run(&mut cursor) {
            walk.enter(&cursor, grammar);
            if cursor.goto_first_child() {
                continue;
            }
            walk.leave(cursor.node());
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                walk.close_scope();
                return;
            }
            walk.leave(cursor.node());
        }
    }
}

/// How many nodes of a tree are errors.
pub(super) fn errors(tree: &Tree) -> usize {
    let mut count = 0;
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        count += usize::from(node.is_error() || node.is_missing());
        if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return count;
            }
        }
    }
}

/// The texts of the here-documents that stand behind the statements they belong to, in order.
fn heredocs(tree: &Tree, source: &str, syntax: &Syntax, grammar: &Grammar) -> VecDeque<Parts> {
    let mut found = VecDeque::new();
    if !syntax.roles.iter().any(|(role, _)| *role == Role::HeredocBody) {
        return found;
    }
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if grammar.role(node.kind_id()) == Role::HeredocBody {
            found.extend(literal::parts(node, source, syntax));
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}

/// The name of the field that a node is in its parent. The grammar lives as long as the program.
fn field_name(cursor: &TreeCursor<'_>, grammar: &'static Grammar) -> Option<&'static str> {
    grammar.language.field_name_for_id(cursor.field_id()?.get())
}

/// A node whose children are being read.
#[derive(Debug)]
pub(super) struct Frame {
    role: Role,
    field: Option<&'static str>,
    is_named: bool,
    pub(super) range: Range<usize>,
    pub(super) children: Vec<Child>,
}

/// A child of a node, read.
#[derive(Debug)]
pub(super) struct Child {
    pub(super) item: Item,
    pub(super) field: Option<&'static str>,
    pub(super) is_named: bool,
    pub(super) role: Role,
}

pub(super) struct Walk<'a> {
    pub(super) source: &'a str,
    pub(super) syntax: &'static Syntax,
    pub(super) output: &'a mut Output,
    pub(super) scopes: Scopes,
    pub(super) frames: Vec<Frame>,
    /// The branches that are open, by number.
    branches: Vec<u32>,
    pub(super) branches_seen: u32,
    /// The end of the last comment that says something about the next string.
    pub(super) comment: Option<(usize, Mark)>,
    /// Strings before this place are queries of this dialect: it is the end of a macro of ours.
    in_macro: Option<(usize, Dialect)>,
    /// The queries that were read among the tokens of such macros: strings in them are their values.
    tokens: Vec<Range<usize>>,
    heredocs: VecDeque<Parts>,
    /// What is known of runs of statements.
    pub(super) runs: Option<&'a mut Runs>,
    /// The run that is being read.
    pub(super) recording: Option<Recording>,
}

impl Walk<'_> {
    fn enter(&mut self, cursor: &TreeCursor<'_>, grammar: &'static Grammar) {
        let node = cursor.node();
        let role = if node.is_named() { grammar.role(node.kind_id()) } else { Role::Other };
        match role {
            Role::Function => {
                self.scopes.open();
                if self.slice(0..node.start_byte()).trim_end().ends_with(BUILDER) {
                    let empty = Held::Text(Text::default());
                    self.scopes.set(Binding::new(
                        BUILDER.to_owned(),
                        empty,
                        Context::default(),
                        self.depth(),
                    ));
                }
            }
            Role::Branch => {
                // The other way knows nothing of what was set in the first.
                if node.kind().starts_with("el") {
                    self.scopes.leave_branch(self.branches.len().saturating_sub(1));
                }
                self.branches_seen += 1;
                self.branches.push(self.branches_seen);
                if let Some(list) = changed_in_place(self.slice(node.byte_range())) {
                    let list = list.to_owned();
                    self.forgets(&list);
                    self.scopes.forget(&list);
                }
            }
            Role::Call if node.kind() == "macro_invocation" => {
                self.read_macro(node);
            }
            _ => {}
        }
        self.frames.push(Frame {
            role,
            field: field_name(cursor, grammar),
            is_named: node.is_named(),
            range: node.byte_range(),
            children: Vec::new(),
        });
    }

    fn leave(&mut self, node: Node<'_>) {
        let Some(frame) = self.frames.pop() else { return };
        let (role, field, is_named, range) = (frame.role, frame.field, frame.is_named, frame.range.clone());
        let mut item = match role {
            Role::Literal => self.literal(node, frame),
            Role::HeredocStart => self.heredoc(range.clone()),
            Role::Name => self.name(range, field),
            Role::Comment => self.note_comment(range),
            _ => self.reduce(frame),
        };
        match role {
            Role::Function => {
                if let Some(Binding { held: Held::Text(built), .. }) = self.scopes.forget(BUILDER) {
                    item.value = Value::Text(built);
                }
                self.close_scope();
            }
            Role::Branch => {
                self.branches.pop();
                self.scopes.leave_branch(self.branches.len());
            }
            _ => {}
        }
        if item.is_deep() {
            self.finish(std::mem::take(&mut item.value), &Context::default());
        }
        match self.frames.last_mut() {
            Some(parent) if parent.collects() && role != Role::Comment => {
                parent.children.push(Child { item, field, is_named, role });
            }
            _ => self.finish(item.value, &Context::default()),
        }
        self.end_run(node);
    }

    fn name(&mut self, range: Range<usize>, field: Option<&str>) -> Item {
        let name = own_name(self.slice(range.clone())).to_owned();
        // A parameter hides what goes by its name outside, and so does what a loop runs through.
        let is_of_loop =
            field == Some("left") && self.frames.last().is_some_and(|it| it.role == Role::Branch);
        if (is_of_loop || is_parameter(field) || self.is_in_parameters()) && self.scopes.find(&name).is_some()
        {
            let hidden = Binding::new(name.clone(), Held::Unknown, Context::default(), self.depth());
            self.forgets(&name);
            self.scopes.set(hidden);
        }
        Item::new(Value::Name(name), range)
    }

    /// Whether this place is among the parameters of a function.
    pub(super) fn is_in_parameters(&self) -> bool {
        let near = self.frames.iter().rev().take(4);
        let mut fields = near.map_while(|frame| (frame.role != Role::Function).then_some(frame.field));
        fields.any(is_parameter)
    }

    /// Adds the queries of a macro of ours.
    fn read_macro(&mut self, node: Node<'_>) {
        let Some(found) = vtql_macro::read(node, self.source, self.output) else { return };
        for (text, range) in found.queries {
            let context = Context { mark: Some(Mark::Settled(found.dialect)), ..Context::default() };
            self.finish_text(text, context);
            self.tokens.push(range);
        }
        self.in_macro = Some((node.end_byte(), found.dialect));
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &str {
        self.source.get(range).unwrap_or_default()
    }

    fn literal(&mut self, node: Node<'_>, frame: Frame) -> Item {
        let filled_in: Vec<_> =
            frame.children.into_iter().filter_map(|child| self.filled_in(child.item)).collect();
        let range = frame.range;
        let Some(parts) = literal::parts(node, self.source, self.syntax) else {
            return Item::new(Value::Other, range);
        };
        let item = self.read(&parts, &filled_in, range);
        // A command of the shell: `` `vtc query "…"` ``
        if let Value::Text(text) = &item.value
            && matches!(node.kind(), "shell_command_expression" | "subshell")
            && address::locate(text).is_none()
        {
            self.output.nest(text.clone(), Language::Bash, true);
            // What is kept of statements has no texts in other languages.
            self.scopes.read_again();
        }
        item
    }

    /// The text that an expression in a literal stands for, and where it stands. A query there is one of its own.
    fn filled_in(&mut self, item: Item) -> Option<(Range<usize>, Text)> {
        let is_part = |text: &Text| !text.is_format && !text.mentions_select();
        match &item.value {
            Value::Text(text) if is_part(text) => {}
            Value::Choice(texts) if texts.iter().all(is_part) => {}
            _ => {
                self.finish(item.value, &Context::default());
                return None;
            }
        }
        Some((item.range.clone(), self.piece(item)))
    }

    fn heredoc(&mut self, range: Range<usize>) -> Item {
        match self.heredocs.pop_front() {
            Some(parts) => self.read(&parts, &[], range),
            None => Item::new(Value::Other, range),
        }
    }

    fn read(&mut self, parts: &Parts, filled_in: &[(Range<usize>, Text)], range: Range<usize>) -> Item {
        let known = |hole: &Range<usize>, name: &str| {
            let is_there = |(at, _): &&(Range<usize>, Text)| hole.start <= at.start && at.end <= hole.end;
            let text = filled_in.iter().find(is_there).map(|(_, text)| text.clone());
            // Some languages write `$NAME` for the variable `NAME`.
            text.or_else(|| self.scopes.value(name)).or_else(|| self.scopes.value(name.strip_prefix('$')?))
        };
        let mut text = literal::text(parts, self.source, self.output, known);
        text.mark = self.mark(range.start);
        Item::new(Value::Text(text), range)
    }

    fn note_comment(&mut self, range: Range<usize>) -> Item {
        if range.len() <= 60
            && let Some(mark) = Mark::of_comment(self.slice(range.clone()))
        {
            self.comment = Some((range.end, mark));
        }
        Item::new(Value::Other, range)
    }

    /// What was said about a string that begins here.
    fn mark(&self, start: usize) -> Option<Mark> {
        if self.tokens.last().is_some_and(|it| start < it.end)
            && self.tokens.iter().rev().any(|it| it.contains(&start))
        {
            return Some(Mark::Ignore);
        }
        if let Some((_, dialect)) = self.in_macro.filter(|(end, _)| start < *end) {
            return Some(Mark::Settled(dialect));
        }
        let (end, mark) = self.comment?;
        let between = self.source.get(end..start)?;
        (between.matches('\n').count() <= 1 && !between.contains(';')).then_some(mark)
    }

    /// The branch that is open, if one is that was not open at `depth`.
    pub(super) fn branch_below(&self, depth: usize) -> Option<u32> {
        if self.branches.len() > depth { self.branches.last().copied() } else { None }
    }

    pub(super) fn depth(&self) -> usize {
        self.branches.len()
    }

    fn close_scope(&mut self) {
        for binding in self.scopes.close() {
            self.finish_binding(binding);
        }
    }

    /// A variable holds its value no longer.
    pub(super) fn finish_binding(&mut self, binding: Binding) {
        if binding.is_spliced {
            return;
        }
        // A value from before a run is no part of it.
        let recording = if self.scopes.is_own(&binding) { None } else { self.recording.take() };
        match binding.held {
            Held::Text(text) => self.finish_text(text, binding.context),
            Held::List(items) => self.finish(Value::List(items), &binding.context),
            Held::Unknown => {}
        }
        self.recording = recording.or(self.recording.take());
    }

    pub(super) fn finish_text(&mut self, text: Text, mut context: Context) {
        context.mark = text.mark.or(context.mark);
        let mut origin = None;
        if let Some(recording) = &self.recording
            && Output::may_hold(&text, &context)
        {
            let id = runs::number();
            origin = Some(recording.base.origin(id));
            self.record(|| Event::Finishes(id, text.clone(), context.clone()));
        }
        self.output.finish_from(text, context, self.syntax.dialect, origin);
    }
}

impl Frame {
    /// Whether its value depends on those of its children.
    pub(super) fn collects(&self) -> bool {
        !matches!(
            self.role,
            Role::Other | Role::Function | Role::Branch | Role::Comment | Role::Name | Role::HeredocBody
        )
    }

    pub(super) fn role(&self) -> Role {
        self.role
    }
}

fn is_parameter(field: Option<&str>) -> bool {
    matches!(field, Some("parameters" | "parameter"))
}

/// The name of a constant of the class that a place is in.
fn own_name(name: &str) -> &str {
    ["self::", "static::", "Self::"].iter().find_map(|own| name.strip_prefix(own)).unwrap_or(name)
}

/// The list whose items a loop of PHP changes: `foreach ($list as &$item)`.
fn changed_in_place(text: &str) -> Option<&str> {
    // Its head: what follows may be long.
    let text = &text[..text.floor_char_boundary(200)];
    let (list, item) = text.strip_prefix("foreach")?.trim_start().strip_prefix('(')?.split_once(" as ")?;
    let item = item.split(')').next()?;
    (list.len() <= 80 && item.contains('&')).then(|| list.trim())
}
