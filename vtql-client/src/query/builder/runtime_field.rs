//! Fields and conditions that are known only when the program runs, checked then.

use super::column::Module;
use super::condition::Filter;
use super::select::{AnyOrder, NoMoreOrder, Sort};
use crate::query::QueryError;
use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::ops::ControlFlow;
use vtql_parser::ast::{Condition, Direction, Name, Param, Query, Select};
use vtql_parser::visit::Visit;
use vtql_parser::{Diagnostic, Dialect, codes};
use vtql_schema::{Checker, Snapshot};

/// A field of module `M` that is chosen when the program runs.
///
/// ```
/// use vtql_client::query::builder::{RuntimeField, Filter};
/// use vtql_client::schema;
/// use vtql_parser::ast::Condition;
/// use vtql_schema::Snapshot;
///
/// schema! { mod leads = Leads { id, company } }
///
/// # let path = "../vtql-schema/fixtures/vtiger-8.4.snapshot.json";
/// let snapshot = Snapshot::load(path)?;
/// let by = RuntimeField::new(&snapshot, "annualrevenue")?;
/// let filter = Filter::checked(&snapshot, Condition::eq("city", "Rome")?)?;
/// let query = leads::query().select((leads::id, leads::company)).filter(filter).order_by(by.desc()).build();
/// assert_eq!(
///     query.wire()?,
///     "select id, company from Leads where city = 'Rome' order by annualrevenue desc;"
/// );
///
/// let unknown = RuntimeField::<leads::Leads>::new(&snapshot, "revenue").unwrap_err();
/// assert!(unknown.to_string().contains("module `Leads` has no field `revenue`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RuntimeField<M> {
    name: Name,
    module: PhantomData<fn() -> M>,
}

impl<M: Module> RuntimeField<M> {
    /// The field of that name, if the module of the snapshot has it.
    pub fn new(snapshot: &Snapshot, field: &str) -> Result<Self, QueryError> {
        let name = Name::new(field).map_err(super::select::invalid)?;
        let select = Select::fields([field]).map_err(super::select::invalid)?;
        checked::<M>(snapshot, select, None)?;
        Ok(RuntimeField { name, module: PhantomData })
    }

    /// Fields of these names, or all that is wrong with them.
    pub fn all<'n>(
        snapshot: &Snapshot,
        fields: impl IntoIterator<Item = &'n str>,
    ) -> Result<Vec<Self>, QueryError> {
        let (mut chosen, mut found) = (Vec::new(), Vec::new());
        for field in fields {
            match RuntimeField::new(snapshot, field) {
                Ok(field) => chosen.push(field),
                Err(error) => found.extend_from_slice(error.diagnostics()),
            }
        }
        if found.is_empty() { Ok(chosen) } else { Err(QueryError::new(found)) }
    }

    /// The name in queries.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Orders by it descending.
    pub fn desc(self) -> Descending<M> {
        Descending(self)
    }
}

impl<M> Clone for RuntimeField<M> {
    fn clone(&self) -> Self {
        RuntimeField { name: self.name.clone(), module: PhantomData }
    }
}

/// A chosen field with the direction `desc`.
#[derive(Debug)]
pub struct Descending<M: Module>(RuntimeField<M>);

impl<M: Module> Sort<M> for RuntimeField<M> {
    type Next = AnyOrder;

    fn field(&self) -> Cow<'static, str> {
        Cow::Owned(self.name.to_string())
    }

    fn direction(&self) -> Option<Direction> {
        None
    }
}

impl<M: Module> Sort<M> for Descending<M> {
    type Next = NoMoreOrder;

    fn field(&self) -> Cow<'static, str> {
        self.0.field()
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Desc)
    }
}

impl<M: Module> fmt::Debug for RuntimeField<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", M::NAME, self.name)
    }
}

impl<M: Module> Filter<M> {
    /// A condition that is made when the program runs, if all rules find it right for the module of the
    /// snapshot: its fields, and the types of its values, which stand in it.
    pub fn checked(snapshot: &Snapshot, condition: Condition) -> Result<Self, QueryError> {
        let mut params = Params(Vec::new());
        let ControlFlow::Continue(()) = params.visit_condition(&condition);
        if !params.0.is_empty() {
            return Err(QueryError::new(params.0));
        }
        checked::<M>(snapshot, Select::all(), Some(condition.clone()))?;
        Ok(Filter::of(condition))
    }
}

/// Findings about parameters, for which nothing gives a value here.
struct Params(Vec<Diagnostic>);

impl<'a> Visit<'a> for Params {
    type Break = Infallible;

    fn visit_param(&mut self, param: &'a Param) -> ControlFlow<Infallible> {
        let message = format!("there is no value for `{}`", param.expression());
        self.0.push(Diagnostic::error(codes::UNBOUND_PARAMETER, param.span, message));
        ControlFlow::Continue(())
    }
}

/// The errors that the rules find in a query of the module.
fn checked<M: Module>(
    snapshot: &Snapshot,
    select: Select,
    filter: Option<Condition>,
) -> Result<(), QueryError> {
    let mut query = Query::new(select, Name::new(M::NAME).map_err(super::select::invalid)?);
    query.filter = filter;
    let mut found = Checker::new(Dialect::Surface).snapshot(snapshot).query(&query);
    found.retain(Diagnostic::is_error);
    if found.is_empty() { Ok(()) } else { Err(QueryError::new(found)) }
}
