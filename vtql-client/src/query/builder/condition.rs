use crate::query::param::Argument;
use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::ops::ControlFlow;
use vtql_parser::Span;
use vtql_parser::ast::{
    Between, Compare, CompareOp, Condition, Emptiness, In, InValues, Includes, InvalidNode, Like, Name,
    Param, Predicate, Value,
};
use vtql_parser::visit::VisitMut;

/// A condition on the records of module `M`. Its values are kept beside the tree, as those of a text's
/// parameters are.
#[must_use = "a condition does nothing until a query takes it"]
pub struct Filter<M> {
    pub(super) condition: Result<Condition, InvalidNode>,
    pub(super) arguments: Vec<Argument>,
    module: PhantomData<fn() -> M>,
}

/// How a field is tested.
#[derive(Clone, Copy)]
pub(super) enum Test {
    Compare(CompareOp),
    Like,
    Includes,
    In { negated: bool },
    Between,
    Empty,
}

impl<M> Filter<M> {
    pub(super) fn test<const N: usize>(field: &str, test: Test, arguments: [Argument; N]) -> Self {
        let condition = predicate(field, test).map(Condition::Predicate);
        Filter { condition, arguments: arguments.into(), module: PhantomData }
    }

    /// A condition whose values stand in it.
    pub(super) fn of(condition: Condition) -> Self {
        Filter { condition: Ok(condition), arguments: Vec::new(), module: PhantomData }
    }

    /// Both hold.
    pub fn and(self, other: Filter<M>) -> Self {
        self.join(other, Condition::and)
    }

    /// At least one holds.
    pub fn or(self, other: Filter<M>) -> Self {
        self.join(other, Condition::or)
    }

    /// It does not hold. On a field that was never set neither a comparison nor its contrary holds.
    #[expect(clippy::should_implement_trait, reason = "reads like the query that it becomes")]
    pub fn not(self) -> Self {
        Filter { condition: self.condition.map(Condition::not), ..self }
    }

    fn join(self, other: Filter<M>, connective: fn(Condition, Condition) -> Condition) -> Self {
        let Filter { condition, mut arguments, module } = self;
        let mut shift = Renumber { by: arguments.len() };
        let condition = condition.and_then(|left| {
            let mut right = other.condition?;
            let ControlFlow::Continue(()) = shift.visit_condition_mut(&mut right);
            Ok(connective(left, right))
        });
        arguments.extend(other.arguments);
        Filter { condition, arguments, module }
    }
}

impl<M> fmt::Debug for Filter<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter").field(&self.condition).finish()
    }
}

/// The predicate with the parameters `{0}` and `{1}` in the place of values.
fn predicate(field: &str, test: Test) -> Result<Predicate, InvalidNode> {
    let (field, span) = (Name::new(field)?, Span::NONE);
    let value = |number: usize| numbered(number).map(Value::Param);
    Ok(match test {
        Test::Compare(op) => Predicate::Compare(Compare { field, op, value: value(0)?, span }),
        Test::Includes => Predicate::Includes(Includes { field, negated: false, value: value(0)?, span }),
        Test::Like => Predicate::Like(Like { field, negated: false, pattern: value(0)?, span }),
        Test::In { negated } => {
            Predicate::In(In { field, negated, values: InValues::Param(numbered(0)?), span })
        }
        Test::Between => Predicate::Between(Box::new(Between {
            field,
            negated: false,
            low: value(0)?,
            high: value(1)?,
            span,
        })),
        Test::Empty => Predicate::Empty(Emptiness { field, negated: false, span }),
    })
}

pub(super) fn numbered(number: usize) -> Result<Param, InvalidNode> {
    Param::new(&number.to_string())
}

/// Gives the parameters of a condition the numbers that they have behind those of another one.
struct Renumber {
    by: usize,
}

impl VisitMut for Renumber {
    type Break = Infallible;

    fn visit_param_mut(&mut self, param: &mut Param) -> ControlFlow<Infallible> {
        let moved =
            param.expression().parse::<usize>().ok().and_then(|number| numbered(number + self.by).ok());
        if let Some(moved) = moved {
            *param = moved;
        }
        ControlFlow::Continue(())
    }
}
