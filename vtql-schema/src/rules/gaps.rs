//! What is not known of a query takes findings away: those that depend on it. This is the one table of
//! which they are; that a rule sees no value where there is none needs no entry.

use std::collections::BTreeSet;
use vtql_parser::Code;
use vtql_parser::ast::{Clause, Condition, Gap, GapKind, Name, Predicate, Query, Value};

/// A place in which something is not known: a hole of a template, or what could not be read.
///
/// ```
/// use vtql_schema::rules::Unknown;
///
/// let codes: Vec<String> = Unknown::Select.takes().iter().map(ToString::to_string).collect();
/// assert!(codes.contains(&"V206".to_owned()), "what is ordered by may be selected there");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Unknown {
    /// Anywhere.
    Somewhere,
    /// A field of the select list, or several.
    Columns,
    /// The whole select list, or whether it counts: a gap that is its only item.
    Select,
    /// The module.
    Module,
    /// A condition or several, or what follows the module.
    Conditions,
    /// A hole that may hold a clause: as the module, as a condition, behind either.
    Clauses,
    /// A number of the limit, or what follows it.
    Limit,
    /// The end of the query: a hole behind which nothing stands, or that may hold a clause.
    End,
}

/// The rules whose findings depend on each place.
const TABLE: &[(Unknown, &[Code])] = &[
    // The length of the query.
    (Unknown::Somewhere, &[Code::new("V304")]),
    // A field that is ordered by may be selected there.
    (Unknown::Columns, &[Code::new("V206")]),
    // So it may; and a count has no use for rows, limits and offsets.
    (
        Unknown::Select,
        &[
            Code::new("V206"),
            Code::new("V306"),
            Code::new("V308"),
            Code::new("V309"),
            Code::new("V310"),
            Code::new("V311"),
            Code::new("V312"),
        ],
    ),
    // Names and types are those of a module.
    (
        Unknown::Module,
        &[
            Code::new("V101"),
            Code::new("V102"),
            Code::new("V103"),
            Code::new("V104"),
            Code::new("V105"),
            Code::new("V106"),
            Code::new("V107"),
            Code::new("V108"),
            Code::new("V109"),
            Code::new("V110"),
            Code::new("V111"),
            Code::new("V112"),
            Code::new("V113"),
            Code::new("V201"),
            Code::new("V203"),
            Code::new("V206"),
            Code::new("V210"),
            Code::new("V212"),
            Code::new("V213"),
            Code::new("V214"),
            Code::new("V215"),
            Code::new("V216"),
            Code::new("V217"),
            // It is shown at the module.
            Code::new("V309"),
            Code::new("V310"),
            Code::new("V315"),
            Code::new("V317"),
            Code::new("V318"),
            // The keyword that the name is mistaken for is the one that begins this clause.
            Code::new("V319"),
        ],
    ),
    // A condition joins the table of its field, which may be ordered by then. It may be several, with `and` and `or`
    // between them.
    (Unknown::Conditions, &[Code::new("V206"), Code::new("V302"), Code::new("V307")]),
    // An order may be in it.
    (Unknown::Clauses, &[Code::new("V306")]),
    // A number may be the offset or the count.
    (
        Unknown::Limit,
        &[Code::new("V208"), Code::new("V303"), Code::new("V306"), Code::new("V308"), Code::new("V312")],
    ),
    // An order and a limit may follow.
    (Unknown::End, &[Code::new("V306"), Code::new("V309")]),
];

impl Unknown {
    /// Every place.
    pub const ALL: &[Unknown] = &[
        Unknown::Somewhere,
        Unknown::Columns,
        Unknown::Select,
        Unknown::Module,
        Unknown::Conditions,
        Unknown::Clauses,
        Unknown::Limit,
        Unknown::End,
    ];

    /// The codes of the rules whose findings depend on what is not known here.
    pub fn takes(self) -> &'static [Code] {
        TABLE.iter().find(|(place, _)| *place == self).map_or(&[], |(_, codes)| codes)
    }

    /// The places of a query in which something is not known.
    pub fn of(query: &Query) -> BTreeSet<Unknown> {
        let mut places = BTreeSet::new();
        let gaps = query.gaps();
        if gaps.is_empty() {
            return places;
        }
        places.insert(Unknown::Somewhere);
        match query.select.names() {
            [only] if only.gap().is_some() => places.extend([Unknown::Select, Unknown::Columns]),
            names if names.iter().any(|name| name.gap().is_some()) => {
                places.insert(Unknown::Columns);
                // `{columns}(*)`, `{columns}, id`: what a hole holds first may be a count.
                if names.first().is_some_and(|name| name.gap().is_some()) {
                    places.insert(Unknown::Select);
                }
            }
            _ => {}
        }
        if let Some(gap) = query.module.gap() {
            places.extend([Unknown::Module, Unknown::Conditions]);
            places.extend(is_hole(gap).then_some(Unknown::Clauses));
        }
        let behind = query.rest.iter().filter(|rest| rest.after < Clause::OrderBy).map(|rest| &rest.gap);
        let conditions = query.filter.iter().flat_map(unknown_tests);
        for gap in behind.chain(conditions) {
            places.insert(Unknown::Conditions);
            places.extend(is_hole(gap).then_some(Unknown::Clauses));
        }
        let bounds = query.limit.iter().flat_map(|limit| limit.offset.iter().chain([&limit.count]));
        let in_limit = bounds.into_iter().any(|bound| matches!(bound, Value::Gap(_)));
        if in_limit || query.rest.iter().any(|rest| rest.after == Clause::Limit) {
            places.insert(Unknown::Limit);
        }
        let sorted = query.order_by.iter().flat_map(|order| order.fields.iter()).filter_map(Name::gap);
        let mut behind = query.rest.iter().map(|rest| &rest.gap).chain(sorted);
        if ends_open(query) || behind.any(is_hole) {
            places.insert(Unknown::End);
        }
        places
    }
}

fn is_hole(gap: &Gap) -> bool {
    gap.kind() == GapKind::Hole
}

/// The gaps of a condition that may hold fields and connectives.
fn unknown_tests(condition: &Condition) -> Vec<&Gap> {
    let (mut open, mut gaps) = (vec![condition], Vec::new());
    while let Some(condition) = open.pop() {
        match condition {
            Condition::Unknown(unknown) => gaps.push(&unknown.gap),
            Condition::Predicate(Predicate::Unknown(unknown)) => gaps.push(&unknown.test),
            other => open.extend(other.parts()),
        }
    }
    gaps
}

/// Whether the last thing of a query is a hole that is no value.
fn ends_open(query: &Query) -> bool {
    let gaps = query.gaps();
    // The outermost of those that end last.
    let last = gaps.iter().filter(|gap| gap.kind() != GapKind::Missing);
    let Some(last) = last.max_by_key(|gap| (gap.span().end, gap.span().len())) else { return false };
    let in_limit = query.limit.as_ref().is_some_and(|limit| matches!(limit.count, Value::Gap(_)));
    // What is missing at the end may be in it.
    let is_last = gaps.iter().any(|gap| {
        (gap.kind() == GapKind::Missing || gap.span() == last.span()) && gap.span().end >= query.span.end
    });
    let is_value = in_limit || query.filter.as_ref().is_some_and(|filter| is_value(filter, last));
    last.kind() == GapKind::Hole && is_last && !is_value
}

/// Whether a gap is a value of a condition.
fn is_value(condition: &Condition, gap: &Gap) -> bool {
    let mut open = vec![condition];
    while let Some(condition) = open.pop() {
        if let Condition::Predicate(predicate) = condition {
            let of = |value: &&Value| matches!(value, Value::Gap(it) if it.span() == gap.span());
            if predicate.values().iter().any(of) {
                return true;
            }
        }
        open.extend(condition.parts());
    }
    false
}
