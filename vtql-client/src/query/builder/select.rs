use super::column::{Column, Field, Module, OfModule};
use super::columns::{Columns, TupleRow};
use super::condition::Filter;
use crate::query::param::{Argument, RowCount};
use crate::query::typed::Bound;
use crate::query::{CountQuery, ModuleRow, Query, QueryError, Row, support};
use std::borrow::Cow;
use std::marker::PhantomData;
use vtql_parser::ast::{self, Direction, Limit, List, Name, OrderBy, Select, Value};
use vtql_parser::{Diagnostic, Span, codes};

/// A query of module `M` whose rows have the type `R`, still being written. `O` says whether another
/// field can be added to its order.
#[must_use = "a query does nothing until it is sent"]
#[derive(Debug)]
pub struct QueryBuilder<M, R, O = AnyOrder> {
    parts: Parts<M>,
    row: PhantomData<fn() -> (R, O)>,
}

/// The order takes another field.
#[derive(Debug)]
pub enum AnyOrder {}

/// The order has a direction, which belongs to its last field: nothing can follow.
#[derive(Debug)]
pub enum NoMoreOrder {}

/// An order that takes another field.
#[diagnostic::on_unimplemented(
    message = "no field to order by can follow",
    label = "nothing can follow",
    note = "the server knows one direction, that of the last field: put the field with `.desc()` last",
    note = "a count has no order"
)]
pub trait MoreOrder {}

impl MoreOrder for AnyOrder {}

/// No rows are chosen yet.
#[derive(Debug)]
pub struct Start<M>(PhantomData<fn() -> M>);

#[derive(Debug)]
struct Parts<M> {
    select: Result<Select, ast::InvalidNode>,
    filter: Option<Filter<M>>,
    order: Vec<Cow<'static, str>>,
    direction: Option<Direction>,
    limit: Option<(Option<Argument>, Argument)>,
}

/// A query of module `M`.
pub fn query<M: Module>() -> Start<M> {
    Start(PhantomData)
}

impl<M: Module> Start<M> {
    /// Selects columns; a row is a [`TupleRow`].
    pub fn select<C: Columns<M>>(self, _columns: C) -> QueryBuilder<M, TupleRow<M, C>> {
        QueryBuilder::new(Select::fields(C::NAMES.iter().copied()))
    }

    /// Selects the fields of a struct that derives `Record`.
    pub fn select_as<R: ModuleRow>(self) -> QueryBuilder<M, R> {
        const {
            support::assert_module(R::MODULE, M::NAME, "the row type is a record of another module");
        }
        QueryBuilder::new(Select::fields(R::COLUMNS.iter().copied()))
    }

    /// Asks for the number of records.
    pub fn count(self) -> QueryBuilder<M, Count, NoMoreOrder> {
        QueryBuilder::new(Ok(Select::count()))
    }
}

/// In the place of a row type: the answer is a number.
#[derive(Debug)]
pub enum Count {}

impl<M: Module, R, O> QueryBuilder<M, R, O> {
    fn new(select: Result<Select, ast::InvalidNode>) -> Self {
        let parts = Parts { select, filter: None, order: Vec::new(), direction: None, limit: None };
        QueryBuilder { parts, row: PhantomData }
    }

    /// Adds a condition, which has to hold beside those that were added before.
    pub fn filter(mut self, condition: Filter<M>) -> Self {
        self.parts.filter = Some(match self.parts.filter.take() {
            Some(before) => before.and(condition),
            None => condition,
        });
        self
    }

    /// Goes on with `change` when there is a value, and unchanged when there is none.
    pub fn apply_if<T>(self, value: Option<T>, change: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => change(self, value),
            None => self,
        }
    }

    /// Sets the number of rows.
    pub fn limit(mut self, count: impl RowCount) -> Self {
        self.parts.limit = Some((None, RowCount::one(&count)));
        self
    }

    /// Sets the number of rows to skip and the number to return.
    pub fn offset_limit(mut self, offset: impl RowCount, count: impl RowCount) -> Self {
        self.parts.limit = Some((Some(RowCount::one(&offset)), RowCount::one(&count)));
        self
    }

    /// The query with more fields selected, of which a row of type `S` knows.
    pub(super) fn select_more<'f, S>(
        mut self,
        fields: impl Iterator<Item = &'f str>,
    ) -> QueryBuilder<M, S, O> {
        self.parts.select = self.parts.select.and_then(|select| {
            let mut names: Vec<&str> = select.names().iter().map(Name::as_str).collect();
            for field in fields {
                if !names.contains(&field) {
                    names.push(field);
                }
            }
            Select::fields(names)
        });
        QueryBuilder { parts: self.parts, row: PhantomData }
    }

    fn bound(self) -> Bound {
        let Parts { select, filter, order, direction, limit } = self.parts;
        let mut arguments = Vec::new();
        let tree = || -> Result<ast::Query, QueryError> {
            let mut query = ast::Query::new(select.map_err(invalid)?, Name::new(M::NAME).map_err(invalid)?);
            if let Some(filter) = filter {
                query.filter = Some(filter.condition.map_err(invalid)?);
                arguments = filter.arguments;
            }
            if !order.is_empty() {
                let fields = order.iter().map(|field| Name::new(field)).collect::<Result<Vec<_>, _>>();
                let fields = fields.and_then(List::new).map_err(invalid)?;
                query.order_by = Some(OrderBy::new(fields, direction));
            }
            if let Some((offset, count)) = limit {
                let offset = offset.map(rows).transpose()?;
                query.limit = Some(Limit::new(offset, rows(count)?));
            }
            Ok(query)
        };
        match tree() {
            Ok(query) => support::bind(query, &arguments),
            Err(error) => Bound::Failed(error),
        }
    }
}

impl<M: Module, R, O> QueryBuilder<M, R, O> {
    /// Adds a field to the order: ascending, or with [`desc`](Column::desc) descending. The server knows
    /// one direction, that of the last field: behind a descending field nothing can follow.
    #[expect(clippy::needless_pass_by_value, reason = "columns are values without content")]
    pub fn order_by<S: Sort<M>>(mut self, by: S) -> QueryBuilder<M, R, S::Next>
    where
        O: MoreOrder,
    {
        self.parts.order.push(by.field());
        self.parts.direction = by.direction();
        QueryBuilder { parts: self.parts, row: PhantomData }
    }
}

impl<M: Module, R: Row, O> QueryBuilder<M, R, O> {
    /// The query, ready to be sent.
    pub fn build(self) -> Query<R> {
        Query::from_bound(self.bound())
    }
}

impl<M: Module> QueryBuilder<M, Count, NoMoreOrder> {
    /// The query, ready to be sent.
    pub fn build(self) -> CountQuery {
        CountQuery::from_bound(self.bound())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
pub(super) fn invalid(error: ast::InvalidNode) -> QueryError {
    support::invalid(&error)
}

fn rows(argument: Argument) -> Result<Value, QueryError> {
    let failed = |reason: String| {
        QueryError::new(vec![Diagnostic::error(codes::UNBOUND_PARAMETER, Span::NONE, reason)])
    };
    match argument {
        Argument::One(literal) => literal.map(Value::Literal).map_err(failed),
        Argument::Many(_) | Argument::LeftOut => Err(failed("a number of rows is one number".to_owned())),
    }
}

/// A field to order by, with its direction.
#[diagnostic::on_unimplemented(
    message = "the query cannot be ordered by `{Self}`",
    note = "order by a column of the query's module, or by one with `.desc()`"
)]
pub trait Sort<M> {
    /// What can follow.
    type Next;

    #[doc(hidden)]
    fn field(&self) -> Cow<'static, str>;

    #[doc(hidden)]
    fn direction(&self) -> Option<Direction>;
}

impl<M, F: OfModule<M>, K> Sort<M> for Column<F, K> {
    type Next = AnyOrder;

    fn field(&self) -> Cow<'static, str> {
        Cow::Borrowed(F::NAME)
    }

    fn direction(&self) -> Option<Direction> {
        None
    }
}

/// A field with the direction `desc`.
#[derive(Debug)]
pub struct Order<F>(PhantomData<fn() -> F>);

impl<M, F: OfModule<M>> Sort<M> for Order<F> {
    type Next = NoMoreOrder;

    fn field(&self) -> Cow<'static, str> {
        Cow::Borrowed(F::NAME)
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Desc)
    }
}

impl<F: Field, K> Column<F, K> {
    /// Orders by it descending.
    pub fn desc(self) -> Order<F> {
        Order(PhantomData)
    }
}
