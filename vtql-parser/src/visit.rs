//! Walking a tree. Override what is of interest; the `walk_*` functions go on downwards. A method that
//! returns [`ControlFlow::Break`] ends the walk.

use crate::ast::{
    Condition, Gap, InValues, Limit, Literal, Name, OrderBy, Param, Predicate, Query, Select, Value,
};
use std::convert::Infallible;
use std::ops::ControlFlow;

/// A visitor and its walk, for shared or for mutable nodes.
macro_rules! visitor {
    (
        $(#[$doc:meta])* $visitor:ident $(<$life:lifetime>)?, ($($of:tt)+), ($($as:tt)+), $each:ident, $iter:ident:
        $($visit:ident $walk:ident,)+
    ) => {
        visitor! { @trait $(#[$doc])* $visitor $(<$life>)?, ($($of)+): $($visit $walk,)+ }
        visitor! { @walk $visitor $(<$life>)?, ($($of)+), ($($as)+), $each, $iter: $($visit $walk,)+ }
    };
    (
        @trait $(#[$doc:meta])* $visitor:ident $(<$life:lifetime>)?, ($($of:tt)+):
        $query:ident $walk_query:ident, $select:ident $walk_select:ident, $module:ident $_module:ident,
        $field:ident $_field:ident, $condition:ident $walk_condition:ident,
        $predicate:ident $walk_predicate:ident, $in_values:ident $walk_in_values:ident,
        $value:ident $walk_value:ident, $literal:ident $_literal:ident, $param:ident $_param:ident,
        $order_by:ident $walk_order_by:ident, $limit:ident $walk_limit:ident, $gap:ident $gap_of:ident,
    ) => {
        $(#[$doc])*
        pub trait $visitor $(<$life>)? {
            /// What a walk that ends early brings back; [`Infallible`](std::convert::Infallible) when none does.
            type Break;
            /// A whole query.
            fn $query(&mut self, query: $($of)+ Query) -> ControlFlow<Self::Break> {
                $walk_query(self, query)
            }
            /// What is selected.
            fn $select(&mut self, select: $($of)+ Select) -> ControlFlow<Self::Break> {
                $walk_select(self, select)
            }
            /// The module.
            fn $module(&mut self, module: $($of)+ Name) -> ControlFlow<Self::Break> {
                module.$gap_of().map_or(ControlFlow::Continue(()), |gap| self.$gap(gap))
            }
            /// A field, wherever it is named.
            fn $field(&mut self, field: $($of)+ Name) -> ControlFlow<Self::Break> {
                field.$gap_of().map_or(ControlFlow::Continue(()), |gap| self.$gap(gap))
            }
            /// A condition.
            fn $condition(&mut self, condition: $($of)+ Condition) -> ControlFlow<Self::Break> {
                $walk_condition(self, condition)
            }
            /// A predicate.
            fn $predicate(&mut self, predicate: $($of)+ Predicate) -> ControlFlow<Self::Break> {
                $walk_predicate(self, predicate)
            }
            /// The values of an `in`.
            fn $in_values(&mut self, values: $($of)+ InValues) -> ControlFlow<Self::Break> {
                $walk_in_values(self, values)
            }
            /// A value of a predicate or a limit.
            fn $value(&mut self, value: $($of)+ Value) -> ControlFlow<Self::Break> {
                $walk_value(self, value)
            }
            /// A literal, wherever it stands.
            fn $literal(&mut self, _literal: $($of)+ Literal) -> ControlFlow<Self::Break> {
                ControlFlow::Continue(())
            }
            /// A parameter, wherever it stands.
            fn $param(&mut self, _param: $($of)+ Param) -> ControlFlow<Self::Break> {
                ControlFlow::Continue(())
            }
            /// The `order by` clause.
            fn $order_by(&mut self, order: $($of)+ OrderBy) -> ControlFlow<Self::Break> {
                $walk_order_by(self, order)
            }
            /// The `limit` clause.
            fn $limit(&mut self, limit: $($of)+ Limit) -> ControlFlow<Self::Break> {
                $walk_limit(self, limit)
            }
            /// What is not known, wherever it stands.
            fn $gap(&mut self, _gap: $($of)+ Gap) -> ControlFlow<Self::Break> {
                ControlFlow::Continue(())
            }
        }
    };
    (
        @walk $visitor:ident $(<$life:lifetime>)?, ($($of:tt)+), ($($as:tt)+), $each:ident, $iter:ident:
        $query:ident $walk_query:ident, $select:ident $walk_select:ident, $module:ident $_module:ident,
        $field:ident $_field:ident, $condition:ident $walk_condition:ident,
        $predicate:ident $walk_predicate:ident, $in_values:ident $walk_in_values:ident,
        $value:ident $walk_value:ident, $literal:ident $_literal:ident, $param:ident $_param:ident,
        $order_by:ident $walk_order_by:ident, $limit:ident $walk_limit:ident, $gap:ident $gap_of:ident,
    ) => {
        /// Visits the clauses of a query.
        pub fn $walk_query<$($life,)? V: $visitor $(<$life>)? + ?Sized>(
            visitor: &mut V,
            query: $($of)+ Query,
        ) -> ControlFlow<V::Break> {
            let Query { select, module, filter, order_by, limit, rest, span: _ } = query;
            visitor.$select(select)?;
            visitor.$module(module)?;
            filter.$iter().try_for_each(|filter| visitor.$condition(filter))?;
            order_by.$iter().try_for_each(|order| visitor.$order_by(order))?;
            limit.$iter().try_for_each(|limit| visitor.$limit(limit))?;
            rest.$iter().try_for_each(|rest| visitor.$gap($($as)+ rest.gap))
        }

        /// Visits the fields of a select list.
        pub fn $walk_select<$($life,)? V: $visitor $(<$life>)? + ?Sized>(
            visitor: &mut V,
            select: $($of)+ Select,
        ) -> ControlFlow<V::Break> {
            match select {
                Select::Fields(names) => names.$iter().try_for_each(|field| visitor.$field(field)),
                Select::Count(count) => count.ignored.$iter().try_for_each(|field| visitor.$field(field)),
                Select::All(_) => ControlFlow::Continue(()),
            }
        }

        /// Visits the parts of a condition.
        pub fn $walk_condition<$($life,)? V: $visitor $(<$life>)? + ?Sized>(
            visitor: &mut V,
            condition: $($of)+ Condition,
        ) -> ControlFlow<V::Break> {
            match condition {
                Condition::Predicate(predicate) => visitor.$predicate(predicate),
                Condition::And(terms) => terms.$each(|term| visitor.$condition(term)),
                Condition::Or(terms) => terms.$each(|term| visitor.$condition(term)),
                Condition::Not(not) => visitor.$condition($($as)+ not.condition),
                Condition::Unknown(unknown) => {
                    visitor.$gap($($as)+ unknown.gap)?;
                    unknown.parts.$iter().try_for_each(|part| visitor.$condition(part))
                }
            }
        }

        /// Visits the parts of a predicate.
        pub fn $walk_predicate<$($life,)? V: $visitor $(<$life>)? + ?Sized>(
            visitor: &mut V,
            predicate: $($of)+ Predicate,
        ) -> ControlFlow<V::Break> {
            match predicate {
                Predicate::Compare(it) => {
                    visitor.$field($($as)+ it.field)?;
                    visitor.$value($($as)+ it.value)
                }
                Predicate::Like(it) => {
                    visitor.$field($($as)+ it.field)?;
                    visitor.$value($($as)+ it.pattern)
                }
                Predicate::In(it) => {
                    visitor.$field($($as)+ it.field)?;
                    visitor.$in_values($($as)+ it.values)
                }
                Predicate::Between(it) => {
                    visitor.$field($($as)+ it.field)?;
                    visitor.$value($($as)+ it.low)?;
                    visitor.$value($($as)+ it.high)
                }
                Predicate::Includes(it) => {
                    visitor.$field($($as)+ it.field)?;
                    visitor.$value($($as)+ it.value)
                }
                Predicate::Empty(it) => visitor.$field($($as)+ it.field),
                Predicate::Unknown(it) => {
                    visitor.$field($($as)+ it.field)?;
                    visitor.$gap($($as)+ it.test)
                }
            }
        }

        /// Visits the values of an `in`.
        pub fn $walk_in_values<$($life,)? V: $visitor $(<$life>)? + ?Sized>(
            visitor: &mut V,
            values: $($of)+ InValues,
        ) -> ControlFlow<V::Break> {
            match values {
                InValues::List(values) => values.$iter().try_for_each(|value| visitor.$value(value)),
                InValues::Param(param) => visitor.$param(param),
                InValues::Gap(gap) => visitor.$gap(gap),
            }
        }

        /// Visits what a value is.
        pub fn $walk_value<$($life,)? V: $visitor $(<$life>)? + ?Sized>(
            visitor: &mut V,
            value: $($of)+ Value,
        ) -> ControlFlow<V::Break> {
            match value {
                Value::Literal(literal) => visitor.$literal(literal),
                Value::Param(param) => visitor.$param(param),
                Value::Gap(gap) => visitor.$gap(gap),
            }
        }

        /// Visits the fields of an order.
        pub fn $walk_order_by<$($life,)? V: $visitor $(<$life>)? + ?Sized>(
            visitor: &mut V,
            order: $($of)+ OrderBy,
        ) -> ControlFlow<V::Break> {
            order.fields.$iter().try_for_each(|field| visitor.$field(field))
        }

        /// Visits the numbers of a limit.
        pub fn $walk_limit<$($life,)? V: $visitor $(<$life>)? + ?Sized>(
            visitor: &mut V,
            limit: $($of)+ Limit,
        ) -> ControlFlow<V::Break> {
            limit.offset.$iter().try_for_each(|offset| visitor.$value(offset))?;
            visitor.$value($($as)+ limit.count)
        }
    };
}

visitor! {
    /// Looks at every node of a tree, in order of the text. What it keeps can borrow from the tree.
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use std::ops::ControlFlow;
    /// use vtql_parser::ast::{Param, Query};
    /// use vtql_parser::visit::Visit;
    ///
    /// #[derive(Default)]
    /// struct Params<'a>(Vec<&'a str>);
    /// impl<'a> Visit<'a> for Params<'a> {
    ///     type Break = Infallible;
    ///     fn visit_param(&mut self, param: &'a Param) -> ControlFlow<Infallible> {
    ///         self.0.push(param.expression());
    ///         ControlFlow::Continue(())
    ///     }
    /// }
    ///
    /// let query: Query = "select id from Leads where city = {city} and (rating in {ratings} or id > {last})".parse()?;
    /// let mut params = Params::default();
    /// let _ = params.visit_query(&query);
    /// assert_eq!(params.0, ["city", "ratings", "last"]);
    /// # Ok::<(), vtql_parser::Errors>(())
    /// ```
    Visit<'a>, (&'a), (&), try_each, iter:
    visit_query walk_query,
    visit_select walk_select,
    visit_module walk_module,
    visit_field walk_field,
    visit_condition walk_condition,
    visit_predicate walk_predicate,
    visit_in_values walk_in_values,
    visit_value walk_value,
    visit_literal walk_literal,
    visit_param walk_param,
    visit_order_by walk_order_by,
    visit_limit walk_limit,
    visit_gap gap,
}

visitor! {
    /// Changes nodes of a tree in place, in order of the text.
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use std::ops::ControlFlow;
    /// use vtql_parser::ast::{Name, Query};
    /// use vtql_parser::visit::VisitMut;
    ///
    /// struct Rename;
    /// impl VisitMut for Rename {
    ///     type Break = Infallible;
    ///     fn visit_field_mut(&mut self, field: &mut Name) -> ControlFlow<Infallible> {
    ///         if *field == "cf_901" {
    ///             *field = Name::new("cf_902").expect("a word");
    ///         }
    ///         ControlFlow::Continue(())
    ///     }
    /// }
    ///
    /// let mut query: Query = "select cf_901 from Leads where cf_901 = 'x' order by cf_901".parse()?;
    /// let _ = Rename.visit_query_mut(&mut query);
    /// assert_eq!(query.to_string(), "select cf_902 from Leads where cf_902 = 'x' order by cf_902;");
    /// # Ok::<(), vtql_parser::Errors>(())
    /// ```
    VisitMut, (&mut), (&mut), try_each_mut, iter_mut:
    visit_query_mut walk_query_mut,
    visit_select_mut walk_select_mut,
    visit_module_mut walk_module_mut,
    visit_field_mut walk_field_mut,
    visit_condition_mut walk_condition_mut,
    visit_predicate_mut walk_predicate_mut,
    visit_in_values_mut walk_in_values_mut,
    visit_value_mut walk_value_mut,
    visit_literal_mut walk_literal_mut,
    visit_param_mut walk_param_mut,
    visit_order_by_mut walk_order_by_mut,
    visit_limit_mut walk_limit_mut,
    visit_gap_mut gap_mut,
}

impl Query {
    /// What is not known of it, in order of the text; empty for every query that can be sent.
    ///
    /// ```
    /// use vtql_parser::{Dialect, parse};
    ///
    /// let parsed = parse("select id from Contacts where city = ", Dialect::Surface);
    /// assert_eq!(parsed.statements[0].gaps().len(), 1);
    /// ```
    pub fn gaps(&self) -> Vec<&Gap> {
        struct Gaps<'a>(Vec<&'a Gap>);
        impl<'a> Visit<'a> for Gaps<'a> {
            type Break = Infallible;
            fn visit_gap(&mut self, gap: &'a Gap) -> ControlFlow<Infallible> {
                self.0.push(gap);
                ControlFlow::Continue(())
            }
        }
        let mut gaps = Gaps(Vec::new());
        let ControlFlow::Continue(()) = gaps.visit_query(self);
        gaps.0.sort_by_key(|gap| gap.span());
        gaps.0
    }
}
