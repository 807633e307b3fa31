//! Conditions: predicates, and what joins them.

mod terms;

pub use terms::{And, Connective, Or, Terms};

use super::predicate::{Between, Compare, CompareOp, Emptiness, In, InValues, Includes, Like, Predicate};
use super::{Gap, InvalidNode, List, Name, Spanned, Value, eq_without_span};
use crate::span::Span;

/// A `where` clause, or a part of one.
///
/// ```
/// use vtql_parser::ast::Condition;
///
/// let here = Condition::one_of("city", ["Rome", "Paris"])?;
/// let large = Condition::between("noofemployees", 100, 500)?;
/// let named = Condition::empty("company")?.not();
/// assert_eq!(
///     here.or(large).and(named).to_string(),
///     "(city in ('Rome', 'Paris') or noofemployees between 100 and 500) and not (company is empty)"
/// );
/// # Ok::<(), vtql_parser::ast::InvalidNode>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Condition {
    /// `field = value`, `field in (…)` and so on.
    Predicate(Predicate),
    /// All of the terms hold.
    And(Terms<And>),
    /// At least one of the terms holds. `and` binds tighter, as on the server.
    Or(Terms<Or>),
    /// The condition does not hold (surface dialect).
    Not(Not),
    /// Conditions of which not everything is known.
    Unknown(Box<UnknownCondition>),
}

/// A negated condition.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Not {
    /// What does not hold.
    pub condition: Box<Condition>,
    /// From `not` to the end of the condition.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Not { condition } }

impl Condition {
    /// `field op value`.
    pub fn compare(field: &str, op: CompareOp, value: impl Into<Value>) -> Result<Self, InvalidNode> {
        let (field, value) = (Name::new(field)?, value.into());
        Ok(Condition::Predicate(Predicate::Compare(Compare { field, op, value, span: Span::NONE })))
    }

    /// `field = value`.
    pub fn eq(field: &str, value: impl Into<Value>) -> Result<Self, InvalidNode> {
        Condition::compare(field, CompareOp::Eq, value)
    }

    /// `field like pattern`: `%` stands for any text, `_` for one character, `\` takes their meaning
    /// away. [`encode::like_literal`](crate::encode::like_literal) escapes a literal part.
    pub fn like(field: &str, pattern: impl Into<Value>) -> Result<Self, InvalidNode> {
        let (field, pattern) = (Name::new(field)?, pattern.into());
        Ok(Condition::Predicate(Predicate::Like(Like { field, negated: false, pattern, span: Span::NONE })))
    }

    /// `field in (values)`.
    pub fn one_of<V: Into<Value>>(
        field: &str,
        values: impl IntoIterator<Item = V>,
    ) -> Result<Self, InvalidNode> {
        let values = InValues::List(List::new(values.into_iter().map(Into::into))?);
        let field = Name::new(field)?;
        Ok(Condition::Predicate(Predicate::In(In { field, negated: false, values, span: Span::NONE })))
    }

    /// `field includes value`: a field of several choices has this one among them (surface dialect).
    ///
    /// ```
    /// use vtql_parser::ast::{Condition, Name, Query, Select};
    ///
    /// let query = Query::new(Select::all(), Name::new("Products")?).filter(Condition::includes("cf_colours", "Red")?);
    /// assert_eq!(query.to_string(), "select * from Products where cf_colours includes 'Red';");
    /// # Ok::<(), vtql_parser::ast::InvalidNode>(())
    /// ```
    pub fn includes(field: &str, value: impl Into<Value>) -> Result<Self, InvalidNode> {
        let (field, value) = (Name::new(field)?, value.into());
        let includes = Includes { field, negated: false, value, span: Span::NONE };
        Ok(Condition::Predicate(Predicate::Includes(includes)))
    }

    /// `field between low and high`, both ends included (surface dialect).
    pub fn between(field: &str, low: impl Into<Value>, high: impl Into<Value>) -> Result<Self, InvalidNode> {
        let (field, low, high) = (Name::new(field)?, low.into(), high.into());
        let between = Between { field, negated: false, low, high, span: Span::NONE };
        Ok(Condition::Predicate(Predicate::Between(Box::new(between))))
    }

    /// `field is empty` (surface dialect).
    pub fn empty(field: &str) -> Result<Self, InvalidNode> {
        let field = Name::new(field)?;
        Ok(Condition::Predicate(Predicate::Empty(Emptiness { field, negated: false, span: Span::NONE })))
    }

    /// Both hold.
    pub fn and(self, other: Condition) -> Self {
        Terms::<And>::pair(self, other)
    }

    /// At least one holds.
    pub fn or(self, other: Condition) -> Self {
        Terms::<Or>::pair(self, other)
    }

    /// All of the conditions hold; [`InvalidNode::EmptyList`] when there are none.
    pub fn all(conditions: impl IntoIterator<Item = Condition>) -> Result<Self, InvalidNode> {
        Terms::<And>::joined(conditions).ok_or(InvalidNode::EmptyList)
    }

    /// At least one of the conditions holds; [`InvalidNode::EmptyList`] when there are none.
    pub fn any(conditions: impl IntoIterator<Item = Condition>) -> Result<Self, InvalidNode> {
        Terms::<Or>::joined(conditions).ok_or(InvalidNode::EmptyList)
    }

    /// It does not hold (surface dialect).
    #[expect(clippy::should_implement_trait, reason = "`!condition` would hide the word that is printed")]
    pub fn not(self) -> Self {
        Condition::Not(Not { condition: Box::new(self), span: Span::NONE })
    }

    /// The conditions that this one is made of: the terms of a group, the one that is negated, what could be
    /// read of one that is not known.
    ///
    /// ```
    /// use vtql_parser::ast::Condition;
    ///
    /// let condition: Condition = "not (a = 1) or b = 2".parse()?;
    /// assert_eq!(condition.parts().len(), 2);
    /// assert_eq!(condition.parts()[0].parts()[0].to_string(), "a = 1");
    /// # Ok::<(), vtql_parser::Errors>(())
    /// ```
    pub fn parts(&self) -> &[Condition] {
        match self {
            Condition::Predicate(_) => &[],
            Condition::And(terms) => terms,
            Condition::Or(terms) => terms,
            Condition::Not(not) => std::slice::from_ref(&not.condition),
            Condition::Unknown(unknown) => &unknown.parts,
        }
    }
}

impl Spanned for Condition {
    fn span(&self) -> Span {
        match self {
            Condition::Predicate(predicate) => predicate.span(),
            Condition::Not(not) => not.span,
            Condition::Unknown(unknown) => unknown.gap.span(),
            Condition::And(_) | Condition::Or(_) => match self.parts() {
                [first, .., last] => first.span().to(last.span()),
                _ => Span::NONE,
            },
        }
    }
}

/// Conditions of which not everything is known: a hole in the place of one or more, or something that is
/// no condition. What could be read of it are its parts, though not how they are joined.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct UnknownCondition {
    /// All of it.
    pub gap: Gap,
    /// The predicates in it that could be read, in order of the text.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub parts: Vec<Condition>,
}

impl UnknownCondition {
    pub(crate) fn new(gap: Gap, parts: Vec<Condition>) -> Self {
        UnknownCondition { gap, parts }
    }
}
