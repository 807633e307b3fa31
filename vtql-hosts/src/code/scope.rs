//! What the variables of a program hold, as far as strings go.

use super::value::Item;
use crate::output::Context;
use crate::text::Text;

/// The function of Kotlin whose lambda adds to a string without a name: that string goes by this one.
pub(super) const BUILDER: &str = "buildString";

/// What a variable holds.
#[derive(Clone, Debug)]
pub(super) enum Held {
    Text(Text),
    /// A list that strings are added to, and joined later.
    List(Vec<Item>),
}

/// A variable.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    name: String,
    pub(super) held: Held,
    pub(super) context: Context,
    /// The branches that were open where it got its value.
    branch: usize,
    /// Whether another text holds all of it.
    pub(super) is_spliced: bool,
    /// Whether it got its value in a branch that is over.
    pub(super) is_unsure: bool,
}

impl Binding {
    pub(super) fn new(name: String, held: Held, context: Context, branch: usize) -> Self {
        Binding { name, held, context, branch, is_spliced: false, is_unsure: false }
    }

    pub(super) fn depth(&self) -> usize {
        self.branch
    }
}

/// The variables of the functions that a place lies in, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    scopes: Vec<Vec<Binding>>,
}

/// A function with more variables than this is no code that people wrote.
const MAX_BINDINGS: usize = 500;

/// Longer texts are not copied into others: `a = a + a` doubles with every line.
const MAX_VALUE: usize = 4_000;

impl Scopes {
    pub(super) fn open(&mut self) {
        self.scopes.push(Vec::new());
    }

    /// Leaves a function, and returns its variables.
    pub(super) fn close(&mut self) -> Vec<Binding> {
        self.scopes.pop().unwrap_or_default()
    }

    /// The variable of that name, as the program would find it.
    pub(super) fn find(&mut self, name: &str) -> Option<&mut Binding> {
        self.scopes.iter_mut().rev().find_map(|scope| scope.iter_mut().rev().find(|it| it.name == name))
    }

    /// What a variable is known to hold here: one of the same function, or a constant of one around it.
    pub(super) fn value(&self, name: &str) -> Option<Text> {
        let is_constant = !name.chars().any(char::is_lowercase);
        let last = self.scopes.len().checked_sub(1)?;
        let (scope, binding) = self
            .scopes
            .iter()
            .enumerate()
            .rev()
            .find_map(|(index, scope)| Some((index, scope.iter().rev().find(|it| it.name == name)?)))?;
        match &binding.held {
            Held::Text(text) if text.units.len() > MAX_VALUE => None,
            Held::Text(text) if (scope == last || is_constant) && !binding.is_unsure => Some(text.clone()),
            _ => None,
        }
    }

    /// A variable gets a value. Returns what it held.
    pub(super) fn set(&mut self, binding: Binding) -> Option<Binding> {
        let scope = self.scopes.last_mut()?;
        let old = scope.iter().position(|it| it.name == binding.name).map(|at| scope.remove(at));
        if scope.len() < MAX_BINDINGS {
            scope.push(binding);
            old
        } else {
            Some(binding)
        }
    }

    /// A variable gets a value that is not known. Returns what it held.
    pub(super) fn forget(&mut self, name: &str) -> Option<Binding> {
        let scope = self.scopes.last_mut()?;
        let at = scope.iter().position(|it| it.name == name)?;
        Some(scope.remove(at))
    }

    /// A branch is over: what was set in it may not be so.
    pub(super) fn leave_branch(&mut self, depth: usize) {
        for binding in self.scopes.last_mut().into_iter().flatten() {
            if binding.branch > depth {
                binding.is_unsure = true;
                binding.branch = depth;
            }
        }
    }
}
