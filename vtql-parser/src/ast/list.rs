use super::InvalidNode;
use std::ops::{Deref, DerefMut};

/// One or more things: the select list, the fields of `order by`, the values of `in`.
///
/// ```
/// use vtql_parser::ast::List;
///
/// let list = List::new([1, 2, 3])?;
/// assert_eq!(list.first(), Some(&1));
/// assert!(List::<i32>::new([]).is_err());
/// # Ok::<(), vtql_parser::ast::InvalidNode>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Vec<T>", bound(deserialize = "T: serde::Deserialize<'de>")))]
pub struct List<T>(Vec<T>);

impl<T> List<T> {
    /// A list of one.
    pub fn one(item: T) -> Self {
        List(vec![item])
    }

    /// A list of all `items`; [`InvalidNode::EmptyList`] when there are none.
    pub fn new(items: impl IntoIterator<Item = T>) -> Result<Self, InvalidNode> {
        let items: Vec<T> = items.into_iter().collect();
        if items.is_empty() { Err(InvalidNode::EmptyList) } else { Ok(List(items)) }
    }

    /// Appends an item.
    pub fn push(&mut self, item: T) {
        self.0.push(item);
    }

    /// The items, without the promise.
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T> TryFrom<Vec<T>> for List<T> {
    type Error = InvalidNode;
    fn try_from(items: Vec<T>) -> Result<Self, InvalidNode> {
        List::new(items)
    }
}

impl<T> Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut List<T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut()
    }
}
