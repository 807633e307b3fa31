use super::Condition;
use crate::ast::InvalidNode;
use crate::ast::predicate::Predicate;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{ControlFlow, Deref};

/// Two or more conditions joined by one [`Connective`], none of them a group of the same one: such a
/// group would print as another tree.
///
/// ```
/// use vtql_parser::ast::{And, Condition, InvalidNode, Terms};
///
/// let query: vtql_parser::ast::Query = "select id from M where a = 1 and (b = 2 and c = 3)".parse()?;
/// let Some(Condition::And(terms)) = query.filter else { panic!("a conjunction") };
/// assert_eq!(terms.len(), 3);
/// let nested = vec![Condition::And(terms), Condition::eq("d", 4)?];
/// assert_eq!(Terms::<And>::try_from(nested), Err(InvalidNode::Nested));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Terms<C>(Vec<Condition>, PhantomData<C>);

/// `and` or `or`.
pub trait Connective: Sized + fmt::Debug + sealed::Sealed {
    /// The keyword.
    const WORD: &'static str;
    /// The terms, when the condition is a group of this connective; else the condition.
    fn terms(condition: Condition) -> Result<Terms<Self>, Condition>;
    /// Terms as a condition.
    fn group(terms: Terms<Self>) -> Condition;
}

/// The connective `and`.
#[derive(Debug)]
pub enum And {}

/// The connective `or`.
#[derive(Debug)]
pub enum Or {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::And {}
    impl Sealed for super::Or {}
}

macro_rules! connective {
    ($($name:ident = $word:literal),+) => {$(
        impl Connective for $name {
            const WORD: &'static str = $word;
            fn terms(condition: Condition) -> Result<Terms<Self>, Condition> {
                match condition {
                    Condition::$name(terms) => Ok(terms),
                    other => Err(other),
                }
            }
            fn group(terms: Terms<Self>) -> Condition {
                Condition::$name(terms)
            }
        }
    )+};
}
connective! { And = "and", Or = "or" }

impl<C: Connective> Terms<C> {
    /// Terms of which it is known that they are two or more, and none a group of this connective.
    pub(crate) fn parsed(terms: Vec<Condition>) -> Self {
        debug_assert!(terms.len() >= 2, "a group of conditions has at least two members");
        Terms(terms, PhantomData)
    }

    /// Two conditions joined by this connective.
    pub(crate) fn pair(left: Condition, right: Condition) -> Condition {
        let mut terms = Self::members(left);
        terms.extend(Self::members(right));
        C::group(Terms::parsed(terms))
    }

    /// Conditions joined by this connective. A single one stays what it is; `None` when there are none.
    pub(crate) fn joined(conditions: impl IntoIterator<Item = Condition>) -> Option<Condition> {
        conditions.into_iter().reduce(Self::pair)
    }

    /// The members of a group of this connective; else the condition alone.
    fn members(condition: Condition) -> Vec<Condition> {
        C::terms(condition).map_or_else(|one| vec![one], Terms::into_vec)
    }

    /// The terms, without the promise.
    pub fn into_vec(self) -> Vec<Condition> {
        self.0
    }

    /// Those of the terms that are predicates, to change each in place.
    pub fn predicates_mut(&mut self) -> impl Iterator<Item = &mut Predicate> {
        self.0.iter_mut().filter_map(|term| match term {
            Condition::Predicate(predicate) => Some(predicate),
            _ => None,
        })
    }

    pub(crate) fn try_each<'a, B>(
        &'a self,
        look: impl FnMut(&'a Condition) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        self.0.iter().try_for_each(look)
    }

    /// Changes each of the terms in place, in order, until one breaks. A term that becomes a group of this
    /// connective is replaced by its members.
    pub fn try_each_mut<B>(
        &mut self,
        change: impl FnMut(&mut Condition) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let flow = self.0.iter_mut().try_for_each(change);
        let nested =
            |term: &Condition| std::mem::discriminant(term) == std::mem::discriminant(&Self::sample());
        if self.0.iter().any(nested) {
            let terms = std::mem::take(&mut self.0);
            self.0 = terms.into_iter().flat_map(Self::members).collect();
        }
        flow
    }

    /// A group of this connective.
    fn sample() -> Condition {
        C::group(Terms(Vec::new(), PhantomData))
    }
}

impl<C: Connective> TryFrom<Vec<Condition>> for Terms<C> {
    type Error = InvalidNode;
    /// [`InvalidNode::EmptyList`] when there are fewer than two, [`InvalidNode::Nested`] when one of them is
    /// a group of the same connective.
    fn try_from(terms: Vec<Condition>) -> Result<Self, InvalidNode> {
        let terms = Terms(terms, PhantomData);
        let group = std::mem::discriminant(&Self::sample());
        if terms.len() < 2 {
            Err(InvalidNode::EmptyList)
        } else if terms.iter().any(|term| std::mem::discriminant(term) == group) {
            Err(InvalidNode::Nested)
        } else {
            Ok(terms)
        }
    }
}

impl<C> Clone for Terms<C> {
    fn clone(&self) -> Self {
        Terms(self.0.clone(), PhantomData)
    }
}

impl<C> fmt::Debug for Terms<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<C> PartialEq for Terms<C> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<C> Eq for Terms<C> {}

impl<C> Deref for Terms<C> {
    type Target = [Condition];
    fn deref(&self) -> &[Condition] {
        &self.0
    }
}

impl<'a, C> IntoIterator for &'a Terms<C> {
    type Item = &'a Condition;
    type IntoIter = std::slice::Iter<'a, Condition>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(feature = "serde")]
impl<C> serde::Serialize for Terms<C> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, C: Connective> serde::Deserialize<'de> for Terms<C> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Terms::try_from(Vec::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
