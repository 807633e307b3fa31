//! What an expression is worth, as far as strings go.

use crate::text::Text;
use std::ops::Range;

/// The value of an expression.
#[derive(Clone, Debug, Default)]
pub(super) enum Value {
    /// Nothing that matters here.
    #[default]
    Other,
    /// A string.
    Text(Text),
    /// A list, arguments, an object with its keys.
    List(Vec<Item>),
    /// A variable.
    Name(String),
    /// Something that belongs to a string or to a list: `"…".format`.
    Member(Box<Item>),
    /// One string or another.
    Choice(Vec<Text>),
}

/// A value and where it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    pub(super) value: Value,
    pub(super) range: Range<usize>,
    /// The key that it stands under, or the name of the argument.
    pub(super) key: Option<String>,
}

/// Lists in lists deeper than this mean nothing: the values of nested lists are dropped by recursion.
const MAX_DEPTH: usize = 6;

impl Item {
    pub(super) fn new(value: Value, range: Range<usize>) -> Self {
        Item { value, range, key: None }
    }

    /// The string if it is short and whole: a key, a separator.
    pub(super) fn word(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) => text.word(),
            _ => None,
        }
    }

    pub(super) fn depth(&self) -> usize {
        match &self.value {
            Value::List(items) => 1 + items.iter().map(Item::depth).max().unwrap_or(0),
            Value::Member(item) => 1 + item.depth(),
            _ => 0,
        }
    }

    pub(super) fn is_deep(&self) -> bool {
        self.depth() >= MAX_DEPTH
    }
}
