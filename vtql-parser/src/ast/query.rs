use super::{Condition, InvalidNode, List, Name, Rest, Spanned, Value, eq_without_span};
use crate::span::Span;

/// One statement: `select … from … where … order by … limit …;`.
///
/// ```
/// use vtql_parser::ast::{Condition, Direction, Name, Query, Select};
///
/// let query = Query::new(Select::all(), Name::new("Leads")?)
///     .filter(Condition::eq("city", "Rome")?)
///     .order_by("createdtime", Direction::Desc)?
///     .offset_limit(40, 20);
/// assert_eq!(query.to_string(), "select * from Leads where city = 'Rome' order by createdtime desc limit 40, 20;");
/// # Ok::<(), vtql_parser::ast::InvalidNode>(())
/// ```
///
/// With the feature `serde` a tree is read back only if its text is: what would print as another tree, or as
/// none, is refused.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Query {
    /// What is asked for.
    pub select: Select,
    /// The module that is asked.
    pub module: Name,
    /// The `where` clause.
    pub filter: Option<Condition>,
    /// The `order by` clause.
    pub order_by: Option<OrderBy>,
    /// The `limit` clause.
    pub limit: Option<Limit>,
    /// What stands behind clauses and belongs to none, in order of the text: empty unless this is a template
    /// or a text that is wrong.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub rest: Vec<Rest>,
    /// From `select` to the last clause, without the semicolon.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Query { select, module, filter, order_by, limit, rest } }

impl Query {
    /// A query without clauses.
    pub fn new(select: Select, module: Name) -> Self {
        Query {
            select,
            module,
            filter: None,
            order_by: None,
            limit: None,
            rest: Vec::new(),
            span: Span::NONE,
        }
    }

    /// A place to read a query to.
    #[inline]
    pub(crate) fn blank() -> Self {
        Query::new(Select::All(Span::NONE), Name::blank())
    }

    /// Adds a condition: joined by `and` to the one that is there.
    pub fn filter(mut self, condition: Condition) -> Self {
        self.filter = Some(match self.filter.take() {
            Some(present) => present.and(condition),
            None => condition,
        });
        self
    }

    /// Adds a field to the order. The direction is the query's only one: it belongs to this field,
    /// and the ones added before are ascending, as on the server.
    pub fn order_by(mut self, field: &str, direction: Direction) -> Result<Self, InvalidNode> {
        let field = Name::new(field)?;
        match &mut self.order_by {
            Some(order) => {
                order.fields.push(field);
                order.direction = Some(direction);
            }
            None => self.order_by = Some(OrderBy::new(List::one(field), Some(direction))),
        }
        Ok(self)
    }

    /// Sets the number of rows.
    pub fn limit(mut self, count: u32) -> Self {
        self.limit = Some(Limit::new(None, i64::from(count).into()));
        self
    }

    /// Sets the number of rows to skip and the number to return.
    pub fn offset_limit(mut self, offset: u32, count: u32) -> Self {
        self.limit = Some(Limit::new(Some(i64::from(offset).into()), i64::from(count).into()));
        self
    }
}

/// What a query asks for.
///
/// ```
/// use vtql_parser::ast::Select;
///
/// assert_eq!(Select::fields(["id", "lastname"])?.names().len(), 2);
/// assert!(Select::fields(["last name"]).is_err());
/// # Ok::<(), vtql_parser::ast::InvalidNode>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Select {
    /// `*`: every field.
    All(Span),
    /// Named fields. The server adds `id` when it is not among them.
    Fields(List<Name>),
    /// `count(*)`: the number of rows.
    Count(Count),
}

impl PartialEq for Select {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Select::All(_), Select::All(_)) => true,
            (Select::Fields(these), Select::Fields(those)) => these == those,
            (Select::Count(this), Select::Count(that)) => this == that,
            _ => false,
        }
    }
}

impl Eq for Select {}

impl Select {
    /// `*`.
    pub fn all() -> Self {
        Select::All(Span::NONE)
    }

    /// Named fields.
    pub fn fields<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, InvalidNode> {
        let names = names.into_iter().map(Name::new).collect::<Result<Vec<_>, _>>()?;
        Ok(Select::Fields(List::new(names)?))
    }

    /// `count(*)`.
    pub fn count() -> Self {
        Select::Count(Count { ignored: Vec::new(), span: Span::NONE })
    }

    /// The named fields; empty for `*` and `count(*)`.
    pub fn names(&self) -> &[Name] {
        match self {
            Select::Fields(names) => names,
            Select::All(_) | Select::Count(_) => &[],
        }
    }
}

impl Spanned for Select {
    fn span(&self) -> Span {
        match self {
            Select::All(span) => *span,
            Select::Fields(names) => names.iter().map(|name| name.span).reduce(Span::to).unwrap_or_default(),
            Select::Count(count) => count.ignored.iter().map(|name| name.span).fold(count.span, Span::to),
        }
    }
}

/// `count(*)`, and what the server lets stand beside it and ignores.
///
/// ```
/// use vtql_parser::ast::Select;
/// use vtql_parser::{Dialect, parse_query};
///
/// let query = parse_query("select count(*), lastname from Leads;", Dialect::Wire)?;
/// let Select::Count(count) = query.select else { panic!("it counts") };
/// assert_eq!(count.ignored[0], "lastname");
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Count {
    /// Fields named after `count(*)`: the server does not even look them up.
    pub ignored: Vec<Name>,
    /// Where `count(*)` stands.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Count { ignored } }

impl Count {
    pub(crate) fn parsed(ignored: Vec<Name>, span: Span) -> Self {
        Count { ignored, span }
    }
}

/// `order by a, b desc`.
///
/// ```
/// use vtql_parser::ast::Direction;
/// use vtql_parser::{Dialect, parse_query};
///
/// let query = parse_query("select id from Leads order by city, lastname desc", Dialect::Surface)?;
/// let order = query.order_by.expect("there is one");
/// assert_eq!(order.fields[1], "lastname");
/// assert_eq!(order.direction, Some(Direction::Desc));
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct OrderBy {
    /// The fields, most significant first.
    pub fields: List<Name>,
    /// The direction of the **last** field; the ones before are ascending (observed: the server
    /// copies the one direction to the end of its SQL).
    pub direction: Option<Direction>,
    /// From the keyword to the last field or direction.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { OrderBy { fields, direction } }

impl OrderBy {
    /// An order by these fields.
    pub fn new(fields: List<Name>, direction: Option<Direction>) -> Self {
        OrderBy { fields, direction, span: Span::NONE }
    }
}

/// The direction of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Direction {
    /// Ascending.
    Asc,
    /// Descending.
    Desc,
}

/// `limit count` or `limit offset, count`.
///
/// ```
/// use vtql_parser::{Dialect, parse_query};
///
/// let query = parse_query("select id from Leads limit 40, 20", Dialect::Surface)?;
/// let limit = query.limit.expect("there is one");
/// assert_eq!(limit.offset.and_then(|offset| offset.as_u64()), Some(40));
/// assert_eq!(limit.count.as_u64(), Some(20));
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Limit {
    /// Rows to skip.
    pub offset: Option<Value>,
    /// Rows to return. On the wire the server returns at most 100, whatever it says.
    pub count: Value,
    /// From the keyword to the last number.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Limit { offset, count } }

impl Limit {
    /// A limit from its two numbers.
    pub fn new(offset: Option<Value>, count: Value) -> Self {
        Limit { offset, count, span: Span::NONE }
    }
}
