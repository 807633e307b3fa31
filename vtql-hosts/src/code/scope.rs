//! What the variables of a program hold, as far as strings go.

use super::value::Item;
use crate::output::Context;
use crate::text::Text;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The function of Kotlin whose lambda adds to a string without a name: that string goes by this one.
pub(super) const BUILDER: &str = "buildString";

/// What a variable holds.
#[derive(Clone, Debug)]
pub(super) enum Held {
    Text(Text),
    /// A list that strings are added to, and joined later.
    List(Vec<Item>),
    /// What is not known: it hides a variable of a function around it.
    Unknown,
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
    /// Whether it never gets another value.
    pub(super) is_constant: bool,
    /// Whether it got its value in a branch that is over.
    pub(super) is_unsure: bool,
    /// How many values variables had got before it.
    born: u64,
}

impl Binding {
    pub(super) fn new(name: String, held: Held, context: Context, branch: usize) -> Self {
        let is_constant = is_constant(&name);
        Binding { name, held, context, branch, is_spliced: false, is_constant, is_unsure: false, born: 0 }
    }

    pub(super) fn depth(&self) -> usize {
        self.branch
    }

    /// The same in another place.
    pub(super) fn with_held(&self, held: Held) -> Self {
        Binding { name: self.name.clone(), held, context: self.context.clone(), ..*self }
    }
}

/// The variables of the functions that a place lies in, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    open: Vec<Vec<Binding>>,
    /// How many values variables have got.
    born: u64,
    /// What is asked since [`Scopes::watch`].
    watch: RefCell<Option<Watch>>,
}

/// What the statements of a run ask of the variables from before them.
#[derive(Debug)]
pub(super) struct Watch {
    /// The function that they stand in.
    floor: usize,
    /// Variables that were born later are their own.
    born: u64,
    /// The names of which no variable is known.
    pub(super) free: BTreeSet<String>,
    /// Whether they asked for a variable from before them.
    pub(super) is_bound: bool,
}

/// A function with more variables than this is no code that people wrote.
const MAX_BINDINGS: usize = 500;

/// Longer texts are not copied into others: `a = a + a` doubles with every line.
const MAX_VALUE: usize = 4_000;

impl Scopes {
    pub(super) fn open(&mut self) {
        self.open.push(Vec::new());
    }

    /// Leaves a function, and returns its variables.
    pub(super) fn close(&mut self) -> Vec<Binding> {
        self.open.pop().unwrap_or_default()
    }

    /// Notes from here on what is asked of the variables that are known now.
    pub(super) fn watch(&mut self) {
        let watch = Watch { floor: self.open.len(), born: self.born, free: BTreeSet::new(), is_bound: false };
        self.watch = RefCell::new(Some(watch));
    }

    /// What was asked, the variables that got a value and have it still, and how many values were given.
    pub(super) fn watched(&mut self) -> Option<(Watch, Vec<Binding>, usize)> {
        let watch = self.watch.take()?;
        let own = self.open.last().into_iter().flatten().filter(|it| it.born > watch.born);
        let own = own.cloned().collect();
        let sets = usize::try_from(self.born - watch.born).unwrap_or(usize::MAX);
        Some((watch, own, sets))
    }

    /// The statements that are watched are to be read again each time.
    pub(super) fn read_again(&mut self) {
        if let Some(watch) = self.watch.get_mut() {
            watch.is_bound = true;
        }
    }

    /// Whether statements are watched that this place is not in a function of.
    pub(super) fn is_floor(&self) -> bool {
        self.watch.borrow().as_ref().is_some_and(|watch| watch.floor == self.open.len())
    }

    /// Whether a variable got its value from the statements that are watched.
    pub(super) fn is_own(&self, binding: &Binding) -> bool {
        self.watch.borrow().as_ref().is_none_or(|watch| binding.born > watch.born)
    }

    /// Whether a variable of this name has a value.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.open.iter().flatten().any(|binding| binding.name == name)
    }

    /// Whether what goes by this name is not known.
    pub(super) fn is_hidden(&mut self, name: &str) -> bool {
        self.find(name).is_some_and(|binding| matches!(binding.held, Held::Unknown))
    }

    /// Whether so many more variables can get a value.
    pub(super) fn has_room(&self, sets: usize) -> bool {
        self.open.last().is_some_and(|scope| scope.len() + sets < MAX_BINDINGS)
    }

    fn asked(&self, name: &str, found: Option<&Binding>) {
        if let Some(watch) = self.watch.borrow_mut().as_mut() {
            match found {
                Some(binding) => watch.is_bound |= binding.born <= watch.born,
                None if watch.free.contains(name) => {}
                None => drop(watch.free.insert(name.to_owned())),
            }
        }
    }

    /// The variable of that name, as the program would find it.
    pub(super) fn find(&mut self, name: &str) -> Option<&mut Binding> {
        self.asked(
            name,
            self.open.iter().rev().find_map(|scope| scope.iter().rev().find(|it| it.name == name)),
        );
        self.open.iter_mut().rev().find_map(|scope| scope.iter_mut().rev().find(|it| it.name == name))
    }

    /// What a variable is known to hold here: one of the same function, or a constant of one around it, also by the
    /// name of what it belongs to (`self.MODULE`).
    pub(super) fn value(&self, name: &str) -> Option<Text> {
        let found = self.readable(name).or_else(|| {
            let last = name.rsplit(['.', ':', '>']).next().filter(|last| last.len() < name.len())?;
            self.readable(last).filter(|binding| is_constant(&binding.name))
        })?;
        match &found.held {
            Held::Text(text) if text.units.len() <= MAX_VALUE && !found.is_unsure => Some(text.clone()),
            _ => None,
        }
    }

    /// The variable of that name, if what it holds is known here.
    fn readable(&self, name: &str) -> Option<&Binding> {
        let last = self.open.len().checked_sub(1)?;
        let found = self
            .open
            .iter()
            .enumerate()
            .rev()
            .find_map(|(index, scope)| Some((index, scope.iter().rev().find(|it| it.name == name)?)));
        self.asked(name, found.map(|(_, binding)| binding));
        found.filter(|(scope, binding)| *scope == last || binding.is_constant).map(|(_, binding)| binding)
    }

    /// The list that a variable is known to hold here.
    pub(super) fn list(&self, name: &str) -> Option<Vec<Item>> {
        match &self.readable(name)?.held {
            Held::List(items) => Some(items.clone()),
            _ => None,
        }
    }

    /// A variable gets a value. Returns what it held.
    pub(super) fn set(&mut self, mut binding: Binding) -> Option<Binding> {
        self.born += 1;
        binding.born = self.born;
        let scope = self.open.last_mut()?;
        let old = scope.iter().position(|it| it.name == binding.name).map(|at| scope.remove(at));
        if scope.len() < MAX_BINDINGS {
            scope.push(binding);
            old
        } else {
            self.read_again();
            Some(binding)
        }
    }

    /// A variable gets a value that is not known. Returns what it held.
    pub(super) fn forget(&mut self, name: &str) -> Option<Binding> {
        let scope = self.open.last_mut()?;
        let at = scope.iter().position(|it| it.name == name)?;
        Some(scope.remove(at))
    }

    /// A branch is over: what was set in it may not be so.
    pub(super) fn leave_branch(&mut self, depth: usize) {
        for binding in self.open.last_mut().into_iter().flatten() {
            if binding.branch > depth {
                binding.is_unsure = true;
                binding.branch = depth;
            }
        }
    }
}

/// Whether people write constants so.
fn is_constant(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}
