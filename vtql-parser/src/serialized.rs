//! Trees from other programs, which are checked as a whole: by what their text reads as.

use crate::ast::{Condition, InvalidNode, Limit, Literal, LiteralKind, Name, OrderBy, Query, Rest, Select};
use crate::span::Span;
use crate::visit::VisitMut;
use serde::de::Error;
use std::convert::Infallible;
use std::ops::ControlFlow;

#[derive(serde::Deserialize)]
#[serde(rename = "Query")]
struct Fields {
    select: Select,
    module: Name,
    filter: Option<Condition>,
    order_by: Option<OrderBy>,
    limit: Option<Limit>,
    #[serde(default)]
    rest: Vec<Rest>,
    #[serde(default)]
    span: Span,
}

impl<'de> serde::Deserialize<'de> for Query {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Fields { select, module, filter, order_by, limit, rest, span } =
            Fields::deserialize(deserializer)?;
        let mut query = Query::new(select, module);
        (query.filter, query.order_by, query.limit) = (filter, order_by, limit);
        (query.rest, query.span) = (rest, span);
        let text = query.to_string();
        let reads_back = || text.parse().is_ok_and(|read: Query| read == plain(query.clone()));
        // Nothing is known of how the text around a gap reads.
        if query.gaps().is_empty() && !reads_back() {
            return Err(D::Error::custom(InvalidNode::Text(text)));
        }
        Ok(query)
    }
}

/// The tree with its strings as the surface dialect has them: both dialects print them alike.
fn plain(mut query: Query) -> Query {
    struct Plain;
    impl VisitMut for Plain {
        type Break = Infallible;
        fn visit_literal_mut(&mut self, literal: &mut Literal) -> ControlFlow<Infallible> {
            if literal.kind() == LiteralKind::WireString {
                *literal = Literal::string(literal.text());
            }
            ControlFlow::Continue(())
        }
    }
    let ControlFlow::Continue(()) = Plain.visit_query_mut(&mut query);
    query
}
