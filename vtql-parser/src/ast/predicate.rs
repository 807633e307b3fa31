use super::{Gap, List, Name, Param, Spanned, Value, eq_without_span};
use crate::span::Span;

/// One test of one field.
///
/// ```
/// use vtql_parser::ast::{Condition, Predicate};
///
/// let Condition::Predicate(predicate) = Condition::between("amount", 1, 9)? else { unreachable!() };
/// assert_eq!(*predicate.field(), "amount");
/// assert_eq!(predicate.values().len(), 2);
/// assert!(matches!(predicate, Predicate::Between(_)));
/// # Ok::<(), vtql_parser::ast::InvalidNode>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Predicate {
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`.
    Compare(Compare),
    /// `like`.
    Like(Like),
    /// `in`.
    In(In),
    /// `includes` (surface dialect).
    Includes(Includes),
    /// A test of which only the field is known.
    Unknown(Box<UnknownTest>),
    /// `between` (surface dialect). The largest of the tests and the rarest: boxed.
    Between(Box<Between>),
    /// `is empty` (surface dialect).
    Empty(Emptiness),
}

impl Predicate {
    /// The field that is tested.
    pub fn field(&self) -> &Name {
        match self {
            Predicate::Compare(it) => &it.field,
            Predicate::Like(it) => &it.field,
            Predicate::In(it) => &it.field,
            Predicate::Includes(it) => &it.field,
            Predicate::Unknown(it) => &it.field,
            Predicate::Between(it) => &it.field,
            Predicate::Empty(it) => &it.field,
        }
    }

    /// The values that it is compared with, in order of the text.
    pub fn values(&self) -> Vec<&Value> {
        match self {
            Predicate::Compare(it) => vec![&it.value],
            Predicate::Like(it) => vec![&it.pattern],
            Predicate::Includes(it) => vec![&it.value],
            Predicate::In(In { values: InValues::List(values), .. }) => values.iter().collect(),
            Predicate::Between(it) => vec![&it.low, &it.high],
            Predicate::In(_) | Predicate::Empty(_) | Predicate::Unknown(_) => Vec::new(),
        }
    }

    /// Whether it is left out when its parameter has no value (surface dialect).
    ///
    /// ```
    /// use vtql_parser::ast::Condition;
    /// use vtql_parser::{Dialect, parse_query};
    ///
    /// let query = parse_query("select id from Leads where? city = {city}", Dialect::Surface)?;
    /// let Some(Condition::Predicate(predicate)) = query.filter else { unreachable!() };
    /// assert!(predicate.is_optional());
    /// # Ok::<(), vtql_parser::Errors>(())
    /// ```
    pub fn is_optional(&self) -> bool {
        let optional = |value: &Value| matches!(value, Value::Param(param) if param.optional);
        match self {
            Predicate::Compare(it) => optional(&it.value),
            Predicate::Like(it) => optional(&it.pattern),
            Predicate::Includes(it) => optional(&it.value),
            Predicate::In(In { values: InValues::List(values), .. }) => values.iter().any(optional),
            Predicate::In(In { values: InValues::Param(param), .. }) => param.optional,
            Predicate::Between(it) => optional(&it.low) || optional(&it.high),
            Predicate::In(In { values: InValues::Gap(_), .. })
            | Predicate::Empty(_)
            | Predicate::Unknown(_) => false,
        }
    }

    /// Marks its parameter as optional; whether it has exactly one.
    pub(crate) fn make_optional(&mut self) -> bool {
        let mut values: Vec<&mut Value> = match self {
            Predicate::Compare(it) => vec![&mut it.value],
            Predicate::Like(it) => vec![&mut it.pattern],
            Predicate::Includes(it) => vec![&mut it.value],
            Predicate::In(In { values: InValues::List(values), .. }) => values.iter_mut().collect(),
            Predicate::In(In { values: InValues::Param(param), .. }) => {
                param.optional = true;
                return true;
            }
            Predicate::Between(it) => vec![&mut it.low, &mut it.high],
            Predicate::In(In { values: InValues::Gap(_), .. })
            | Predicate::Empty(_)
            | Predicate::Unknown(_) => {
                return false;
            }
        };
        let params = values.iter_mut().filter_map(|value| match value {
            Value::Param(param) => Some(param),
            Value::Literal(_) | Value::Gap(_) => None,
        });
        let mut params: Vec<&mut Param> = params.collect();
        let one = params.len() == 1;
        params.iter_mut().for_each(|param| param.optional = one);
        one
    }
}

impl Spanned for Predicate {
    fn span(&self) -> Span {
        match self {
            Predicate::Compare(it) => it.span,
            Predicate::Like(it) => it.span,
            Predicate::In(it) => it.span,
            Predicate::Includes(it) => it.span,
            Predicate::Unknown(it) => it.span,
            Predicate::Between(it) => it.span,
            Predicate::Empty(it) => it.span,
        }
    }
}

/// `field op value`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Compare {
    /// The field.
    pub field: Name,
    /// The operator.
    pub op: CompareOp,
    /// The value.
    pub value: Value,
    /// From the field to the value.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Compare { field, op, value } }

/// A comparison operator.
///
/// ```
/// use vtql_parser::ast::CompareOp;
///
/// assert_eq!(CompareOp::Le.as_str(), "<=");
/// assert_eq!(CompareOp::Le.negate(), CompareOp::Gt);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum CompareOp {
    /// `=`
    #[cfg_attr(feature = "serde", serde(rename = "="))]
    Eq,
    /// `!=`
    #[cfg_attr(feature = "serde", serde(rename = "!="))]
    Ne,
    /// `<`
    #[cfg_attr(feature = "serde", serde(rename = "<"))]
    Lt,
    /// `<=`
    #[cfg_attr(feature = "serde", serde(rename = "<="))]
    Le,
    /// `>`
    #[cfg_attr(feature = "serde", serde(rename = ">"))]
    Gt,
    /// `>=`
    #[cfg_attr(feature = "serde", serde(rename = ">="))]
    Ge,
}

impl CompareOp {
    /// The operator as the wire writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            CompareOp::Eq => "=",
            CompareOp::Ne => "!=",
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        }
    }

    /// The operator that holds exactly where this one does not (and neither holds on NULL).
    pub fn negate(self) -> Self {
        match self {
            CompareOp::Eq => CompareOp::Ne,
            CompareOp::Ne => CompareOp::Eq,
            CompareOp::Lt => CompareOp::Ge,
            CompareOp::Ge => CompareOp::Lt,
            CompareOp::Gt => CompareOp::Le,
            CompareOp::Le => CompareOp::Gt,
        }
    }
}

/// `field like pattern`, `field not like pattern`. The negated form has no way to the wire: it is in
/// the tree so that the message about it can be a good one.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Like {
    /// The field.
    pub field: Name,
    /// Whether `not` stands before `like` (surface dialect).
    pub negated: bool,
    /// The pattern.
    pub pattern: Value,
    /// From the field to the pattern.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Like { field, negated, pattern } }

/// `field in (values)`, `field not in (values)`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct In {
    /// The field.
    pub field: Name,
    /// Whether `not` stands before `in` (surface dialect).
    pub negated: bool,
    /// The values.
    pub values: InValues,
    /// From the field to the last value or parenthesis.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { In { field, negated, values } }

/// The values of an `in`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum InValues {
    /// Values that stand in the text, each a literal or a parameter.
    List(List<Value>),
    /// A parameter that is a whole list: `in {cities}` (surface dialect).
    Param(Param),
    /// A list that is not known, parentheses included.
    Gap(Gap),
}

/// `field includes value`, `field not includes value`: whether a field of several choices
/// (`multipicklist`) has this one among them. The negated form has no way to the wire: it is in the tree
/// so that the message about it can be a good one.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Includes {
    /// The field.
    pub field: Name,
    /// Whether `not` stands before `includes`.
    pub negated: bool,
    /// The choice.
    pub value: Value,
    /// From the field to the value.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Includes { field, negated, value } }

/// `field between low and high`, `field not between low and high`, both ends included.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Between {
    /// The field.
    pub field: Name,
    /// Whether `not` stands before `between`.
    pub negated: bool,
    /// The lower bound.
    pub low: Value,
    /// The upper bound.
    pub high: Value,
    /// From the field to the upper bound.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Between { field, negated, low, high } }

/// `field is empty`, `field is not empty`: another way to write `= ''` and `!= ''`. A field that was
/// never set (NULL in the server's database) is neither: the server cannot test for it.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Emptiness {
    /// The field.
    pub field: Name,
    /// Whether `not` stands before `empty`.
    pub negated: bool,
    /// From the field to `empty`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { Emptiness { field, negated } }

/// A test of which only the field is known.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct UnknownTest {
    /// The field.
    pub field: Name,
    /// What follows it.
    pub test: Gap,
    /// From the field to the end of what follows.
    #[cfg_attr(feature = "serde", serde(default))]
    pub span: Span,
}

eq_without_span! { UnknownTest { field, test } }

impl UnknownTest {
    pub(crate) fn new(field: Name, test: Gap) -> Self {
        let span = field.span.to(test.span());
        UnknownTest { field, test, span }
    }
}
