use super::values::literal;
use vtql_parser::ast::{CompareOp, Condition, Name, Query, Select};
use vtql_parser::bind::Bound;

/// How a field and a value meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operator {
    Compare(CompareOp),
    Like,
    In,
    NotIn,
    Between,
    Includes,
}

pub(crate) const OPERATORS: &[Operator] = &[
    Operator::Compare(CompareOp::Eq),
    Operator::Compare(CompareOp::Ne),
    Operator::Compare(CompareOp::Lt),
    Operator::Compare(CompareOp::Le),
    Operator::Compare(CompareOp::Gt),
    Operator::Compare(CompareOp::Ge),
    Operator::Like,
    Operator::In,
    Operator::NotIn,
    Operator::Between,
    Operator::Includes,
];

/// A field, a value, and another one for the operators that take two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meeting<'a> {
    pub(crate) module: &'a str,
    pub(crate) field: &'a str,
    pub(crate) value: &'a str,
    pub(crate) other: &'a str,
}

impl Operator {
    /// The query in the surface dialect, with its values as literals.
    pub(crate) fn text(self, it: Meeting<'_>) -> String {
        let quoted = |value: &str| format!("'{}'", value.replace('\'', "''"));
        let (value, other, field) = (quoted(it.value), quoted(it.other), it.field);
        it.query(&match self {
            Operator::Compare(op) => format!("{field} {} {value}", op.as_str()),
            Operator::Like => format!("{field} like {value}"),
            Operator::In => format!("{field} in ({value}, {other})"),
            Operator::NotIn => format!("{field} not in ({value}, {other})"),
            Operator::Between => format!("{field} between {other} and {value}"),
            Operator::Includes => format!("{field} includes {value}"),
        })
    }

    /// The query with the parameters `p` and `q`.
    pub(crate) fn with_parameters(self, it: Meeting<'_>) -> String {
        let field = it.field;
        it.query(&match self {
            Operator::Compare(op) => format!("{field} {} {{p}}", op.as_str()),
            Operator::Like => format!("{field} like {{p}}"),
            Operator::In => format!("{field} in {{p}}"),
            Operator::NotIn => format!("{field} not in {{p}}"),
            Operator::Between => format!("{field} between {{q}} and {{p}}"),
            Operator::Includes => format!("{field} includes {{p}}"),
        })
    }

    /// What the parameter of that name stands for.
    pub(crate) fn bound(self, it: Meeting<'_>, name: &str) -> Bound {
        match self {
            Operator::In | Operator::NotIn => Bound::Many(vec![it.value.into(), it.other.into()]),
            _ => Bound::One(if name == "p" { it.value } else { it.other }.into()),
        }
    }

    /// The query as a tree.
    pub(crate) fn tree(self, it: Meeting<'_>) -> Query {
        let (field, value) = (it.field, it.value);
        let condition = match self {
            Operator::Compare(op) => Condition::compare(field, op, value),
            Operator::Like => Condition::like(field, value),
            Operator::In => Condition::one_of(field, [value, it.other]),
            Operator::NotIn => Condition::one_of(field, [value, it.other]).map(Condition::not),
            Operator::Between => Condition::between(field, it.other, value),
            Operator::Includes => Condition::includes(field, value),
        };
        let select = Select::fields(["id"]).unwrap();
        Query::new(select, Name::new(it.module).unwrap()).filter(condition.unwrap())
    }

    /// The value as it is to arrive: a choice has no spaces at its end.
    pub(crate) fn sent(self, value: &str) -> &str {
        if self == Operator::Includes { value.trim_end_matches(' ') } else { value }
    }

    /// The query as it is meant, written for the server by hand.
    pub(crate) fn wire(self, it: Meeting<'_>) -> String {
        let (value, other, field) = (literal(it.value), literal(it.other), it.field);
        let condition = match self {
            Operator::Compare(op) => format!("{field} {} {value}", op.as_str()),
            Operator::Like => format!("{field} like {value}"),
            Operator::In => format!("{field} in ({value}, {other})"),
            Operator::NotIn => format!("{field} != {value} and {field} != {other}"),
            Operator::Between => format!("{field} >= {other} and {field} <= {value}"),
            Operator::Includes => {
                let value = literal(self.sent(it.value));
                let part = self.sent(it.value).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
                let like = |pattern: String| format!("{field} like {}", literal(&pattern));
                let (first, last) = (like(format!("{part} |##| %")), like(format!("% |##| {part}")));
                let within = like(format!("% |##| {part} |##| %"));
                format!("{field} = {value} or {first} or {last} or {within}")
            }
        };
        it.query(&condition) + " order by id limit 100;"
    }
}

impl Meeting<'_> {
    fn query(&self, condition: &str) -> String {
        format!("select id from {} where {condition}", self.module)
    }
}
