//! Walking a tree. Override what is of interest; the `walk_*` functions go on downwards.

use crate::ast::{Condition, InValues, Limit, Name, OrderBy, Param, Predicate, Query, Select, Value};

/// Looks at every node of a tree, in order of the text.
///
/// ```
/// use vtql_parser::ast::Param;
/// use vtql_parser::visit::Visit;
/// use vtql_parser::{Dialect, parse_query};
///
/// #[derive(Default)]
/// struct Params(Vec<String>);
/// impl Visit for Params {
///     fn visit_param(&mut self, param: &Param) {
///         self.0.push(param.expression().to_owned());
///     }
/// }
///
/// let text = "select id from Leads where city = {city} and (rating in {ratings} or id > {last})";
/// let mut params = Params::default();
/// params.visit_query(&parse_query(text, Dialect::Surface)?);
/// assert_eq!(params.0, ["city", "ratings", "last"]);
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub trait Visit {
    /// A whole query.
    fn visit_query(&mut self, query: &Query) {
        walk_query(self, query);
    }
    /// The module.
    fn visit_module(&mut self, _module: &Name) {}
    /// A field, wherever it is named.
    fn visit_field(&mut self, _field: &Name) {}
    /// A condition.
    fn visit_condition(&mut self, condition: &Condition) {
        walk_condition(self, condition);
    }
    /// A predicate.
    fn visit_predicate(&mut self, predicate: &Predicate) {
        walk_predicate(self, predicate);
    }
    /// A value of a predicate or a limit.
    fn visit_value(&mut self, value: &Value) {
        if let Value::Param(param) = value {
            self.visit_param(param);
        }
    }
    /// A parameter, wherever it stands.
    fn visit_param(&mut self, _param: &Param) {}
    /// The `order by` clause.
    fn visit_order_by(&mut self, order: &OrderBy) {
        order.fields.iter().for_each(|field| self.visit_field(field));
    }
    /// The `limit` clause.
    fn visit_limit(&mut self, limit: &Limit) {
        limit.offset.iter().for_each(|offset| self.visit_value(offset));
        self.visit_value(&limit.count);
    }
}

/// Visits the parts of a query.
pub fn walk_query<V: Visit + ?Sized>(visitor: &mut V, query: &Query) {
    match &query.select {
        Select::Fields(names) => names.iter().for_each(|field| visitor.visit_field(field)),
        Select::Count(count) => count.ignored.iter().for_each(|field| visitor.visit_field(field)),
        Select::All(_) => {}
    }
    visitor.visit_module(&query.module);
    query.filter.iter().for_each(|filter| visitor.visit_condition(filter));
    query.order_by.iter().for_each(|order| visitor.visit_order_by(order));
    query.limit.iter().for_each(|limit| visitor.visit_limit(limit));
}

/// Visits the parts of a condition.
pub fn walk_condition<V: Visit + ?Sized>(visitor: &mut V, condition: &Condition) {
    match condition {
        Condition::Predicate(predicate) => visitor.visit_predicate(predicate),
        Condition::And(terms) | Condition::Or(terms) => {
            terms.iter().for_each(|term| visitor.visit_condition(term));
        }
        Condition::Not(not) => visitor.visit_condition(&not.condition),
    }
}

/// Visits the parts of a predicate.
pub fn walk_predicate<V: Visit + ?Sized>(visitor: &mut V, predicate: &Predicate) {
    visitor.visit_field(predicate.field());
    match predicate {
        Predicate::Compare(it) => visitor.visit_value(&it.value),
        Predicate::Like(it) => visitor.visit_value(&it.pattern),
        Predicate::Includes(it) => visitor.visit_value(&it.value),
        Predicate::In(it) => match &it.values {
            InValues::List(values) => values.iter().for_each(|value| visitor.visit_value(value)),
            InValues::Param(param) => visitor.visit_param(param),
        },
        Predicate::Between(it) => {
            visitor.visit_value(&it.low);
            visitor.visit_value(&it.high);
        }
        Predicate::Empty(_) => {}
    }
}

/// Changes nodes of a tree in place, in order of the text.
///
/// ```
/// use vtql_parser::ast::Name;
/// use vtql_parser::visit::VisitMut;
/// use vtql_parser::{Dialect, parse_query};
///
/// struct Rename;
/// impl VisitMut for Rename {
///     fn visit_field_mut(&mut self, field: &mut Name) {
///         if *field == "cf_901" {
///             *field = Name::new("cf_902").expect("a word");
///         }
///     }
/// }
///
/// let mut query = parse_query("select cf_901 from Leads where cf_901 = 'x' order by cf_901", Dialect::Surface)?;
/// Rename.visit_query_mut(&mut query);
/// assert_eq!(query.to_string(), "select cf_902 from Leads where cf_902 = 'x' order by cf_902;");
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub trait VisitMut {
    /// A whole query.
    fn visit_query_mut(&mut self, query: &mut Query) {
        walk_query_mut(self, query);
    }
    /// The module.
    fn visit_module_mut(&mut self, _module: &mut Name) {}
    /// A field, wherever it is named.
    fn visit_field_mut(&mut self, _field: &mut Name) {}
    /// A condition.
    fn visit_condition_mut(&mut self, condition: &mut Condition) {
        walk_condition_mut(self, condition);
    }
    /// A predicate.
    fn visit_predicate_mut(&mut self, predicate: &mut Predicate) {
        walk_predicate_mut(self, predicate);
    }
    /// A value of a predicate or a limit.
    fn visit_value_mut(&mut self, _value: &mut Value) {}
    /// The values of an `in`.
    fn visit_in_values_mut(&mut self, values: &mut InValues) {
        if let InValues::List(values) = values {
            values.iter_mut().for_each(|value| self.visit_value_mut(value));
        }
    }
    /// The `order by` clause.
    fn visit_order_by_mut(&mut self, order: &mut OrderBy) {
        order.fields.iter_mut().for_each(|field| self.visit_field_mut(field));
    }
    /// The `limit` clause.
    fn visit_limit_mut(&mut self, limit: &mut Limit) {
        limit.offset.iter_mut().for_each(|offset| self.visit_value_mut(offset));
        self.visit_value_mut(&mut limit.count);
    }
}

/// Visits the parts of a query.
pub fn walk_query_mut<V: VisitMut + ?Sized>(visitor: &mut V, query: &mut Query) {
    match &mut query.select {
        Select::Fields(names) => names.iter_mut().for_each(|field| visitor.visit_field_mut(field)),
        Select::Count(count) => count.ignored.iter_mut().for_each(|field| visitor.visit_field_mut(field)),
        Select::All(_) => {}
    }
    visitor.visit_module_mut(&mut query.module);
    query.filter.iter_mut().for_each(|filter| visitor.visit_condition_mut(filter));
    query.order_by.iter_mut().for_each(|order| visitor.visit_order_by_mut(order));
    query.limit.iter_mut().for_each(|limit| visitor.visit_limit_mut(limit));
}

/// Visits the parts of a condition.
pub fn walk_condition_mut<V: VisitMut + ?Sized>(visitor: &mut V, condition: &mut Condition) {
    match condition {
        Condition::Predicate(predicate) => visitor.visit_predicate_mut(predicate),
        Condition::And(terms) | Condition::Or(terms) => {
            terms.iter_mut().for_each(|term| visitor.visit_condition_mut(term));
        }
        Condition::Not(not) => visitor.visit_condition_mut(&mut not.condition),
    }
}

/// Visits the parts of a predicate.
pub fn walk_predicate_mut<V: VisitMut + ?Sized>(visitor: &mut V, predicate: &mut Predicate) {
    match predicate {
        Predicate::Compare(it) => {
            visitor.visit_field_mut(&mut it.field);
            visitor.visit_value_mut(&mut it.value);
        }
        Predicate::Like(it) => {
            visitor.visit_field_mut(&mut it.field);
            visitor.visit_value_mut(&mut it.pattern);
        }
        Predicate::Includes(it) => {
            visitor.visit_field_mut(&mut it.field);
            visitor.visit_value_mut(&mut it.value);
        }
        Predicate::In(it) => {
            visitor.visit_field_mut(&mut it.field);
            visitor.visit_in_values_mut(&mut it.values);
        }
        Predicate::Between(it) => {
            visitor.visit_field_mut(&mut it.field);
            visitor.visit_value_mut(&mut it.low);
            visitor.visit_value_mut(&mut it.high);
        }
        Predicate::Empty(it) => visitor.visit_field_mut(&mut it.field),
    }
}
