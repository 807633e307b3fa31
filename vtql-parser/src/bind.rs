//! Values for parameters. A value goes into the tree, never into the text, so it cannot become syntax.

use crate::ast::{Condition, In, InValues, Limit, List, Literal, Param, Predicate, Query, Value};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::errors::Errors;

/// What a parameter stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// One value.
    One(Literal),
    /// The values of an `in`. None of them: no row matches `in`, every row matches `not in`.
    Many(Vec<Literal>),
    /// There is no value: the optional predicate that the parameter stands in is left out.
    LeftOut,
}

/// What became of a query: one without parameters, or the knowledge that no row can match. There is no
/// query then, so that none can be sent without the condition that nothing meets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::large_enum_variant, reason = "it is taken apart where it is made")]
pub enum Outcome {
    /// The query without parameters.
    Runs(Query),
    /// Empty lists leave nothing that could match: the answer is no rows, and no request is needed.
    MatchesNothing,
}

/// Puts a value in the place of every parameter. `value_of` gives it, or says why there is none; every
/// failure is reported, at the parameter's place.
///
/// ```
/// use vtql_parser::bind::{Bound, Outcome, bind};
/// use vtql_parser::{Dialect, parse_query};
///
/// let query = parse_query("select id from Leads where city = {city}", Dialect::Surface)?;
/// let outcome = bind(query, |param| match param.expression() {
///     "city" => Ok(Bound::One("L'Aquila' or 1 = 1".into())),
///     other => Err(format!("no value for `{other}`")),
/// })?;
/// let Outcome::Runs(query) = outcome else { panic!("there is no list") };
/// assert_eq!(query.to_string(), "select id from Leads where city = 'L''Aquila'' or 1 = 1';");
///
/// let query = parse_query("select id from Leads where city in {none} and rating = 'Hot'", Dialect::Surface)?;
/// assert_eq!(bind(query, |_| Ok(Bound::Many(Vec::new())))?, Outcome::MatchesNothing);
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub fn bind(
    mut query: Query,
    value_of: impl FnMut(&Param) -> Result<Bound, String>,
) -> Result<Outcome, Errors> {
    let mut binder = Binder { value_of, left_out: false, failures: Vec::new() };
    let filter = query.filter.take().map_or(Truth::Always, |filter| binder.condition(filter));
    if let Some(Limit { offset, count, .. }) = &mut query.limit {
        offset.iter_mut().for_each(|value| binder.value(value));
        binder.value(count);
    }
    Errors::unless((), binder.failures)?;
    match filter {
        Truth::Depends(condition) => query.filter = Some(condition),
        Truth::Always | Truth::LeftOut => {}
        Truth::Never => return Ok(Outcome::MatchesNothing),
    }
    Ok(Outcome::Runs(query))
}

/// What is known of a condition once its parameters are bound.
enum Truth {
    Depends(Condition),
    Always,
    Never,
    /// There is no such condition.
    LeftOut,
}

struct Binder<F> {
    value_of: F,
    /// Whether a value of the predicate at hand is left out.
    left_out: bool,
    failures: Vec<Diagnostic>,
}

impl<F: FnMut(&Param) -> Result<Bound, String>> Binder<F> {
    fn condition(&mut self, condition: Condition) -> Truth {
        match condition {
            Condition::Predicate(predicate) => self.predicate(predicate),
            Condition::And(terms) => self.all(terms.into_vec()),
            Condition::Or(terms) => self.any(terms.into_vec()),
            unknown @ Condition::Unknown(_) => Truth::Depends(unknown),
            Condition::Not(mut not) => match self.condition(*not.condition) {
                Truth::Always => Truth::Never,
                Truth::Never => Truth::Always,
                Truth::LeftOut => Truth::LeftOut,
                Truth::Depends(condition) => {
                    not.condition = Box::new(condition);
                    Truth::Depends(Condition::Not(not))
                }
            },
        }
    }

    fn all(&mut self, terms: Vec<Condition>) -> Truth {
        let (mut never, mut always) = (false, false);
        let mut kept = Vec::new();
        for term in terms {
            match self.condition(term) {
                Truth::Depends(condition) => kept.push(condition),
                Truth::Never => never = true,
                Truth::Always => always = true,
                Truth::LeftOut => {}
            }
        }
        match Condition::all(kept) {
            _ if never => Truth::Never,
            Ok(condition) => Truth::Depends(condition),
            Err(_) if always => Truth::Always,
            Err(_) => Truth::LeftOut,
        }
    }

    fn any(&mut self, terms: Vec<Condition>) -> Truth {
        let (mut never, mut always) = (false, false);
        let mut kept = Vec::new();
        for term in terms {
            match self.condition(term) {
                Truth::Depends(condition) => kept.push(condition),
                Truth::Always => always = true,
                Truth::Never => never = true,
                Truth::LeftOut => {}
            }
        }
        match Condition::any(kept) {
            _ if always => Truth::Always,
            Ok(condition) => Truth::Depends(condition),
            Err(_) if never => Truth::Never,
            Err(_) => Truth::LeftOut,
        }
    }

    fn predicate(&mut self, predicate: Predicate) -> Truth {
        let truth = self.bound(predicate);
        if std::mem::take(&mut self.left_out) { Truth::LeftOut } else { truth }
    }

    fn bound(&mut self, mut predicate: Predicate) -> Truth {
        match &mut predicate {
            Predicate::Compare(it) => self.value(&mut it.value),
            Predicate::Like(it) => self.value(&mut it.pattern),
            Predicate::Includes(it) => self.value(&mut it.value),
            Predicate::Between(it) => {
                self.value(&mut it.low);
                self.value(&mut it.high);
            }
            Predicate::In(it) => return self.in_list(it.clone()),
            Predicate::Empty(_) | Predicate::Unknown(_) => {}
        }
        Truth::Depends(Condition::Predicate(predicate))
    }

    fn in_list(&mut self, mut it: In) -> Truth {
        match &mut it.values {
            InValues::List(values) => values.iter_mut().for_each(|value| self.value(value)),
            InValues::Gap(_) => {}
            InValues::Param(param) => {
                let literals = match (self.value_of)(param) {
                    Ok(Bound::Many(literals)) => literals,
                    Ok(Bound::One(literal)) => vec![literal],
                    Ok(Bound::LeftOut) => {
                        self.leave_out(param);
                        return Truth::LeftOut;
                    }
                    Err(reason) => {
                        self.fail(param, reason);
                        return Truth::Never;
                    }
                };
                let place = param.span;
                let placed = literals.into_iter().map(|mut literal| {
                    literal.span = place;
                    Value::Literal(literal)
                });
                match List::new(placed) {
                    Ok(values) => it.values = InValues::List(values),
                    Err(_) if it.negated => return Truth::Always,
                    Err(_) => return Truth::Never,
                }
            }
        }
        Truth::Depends(Condition::Predicate(Predicate::In(it)))
    }

    fn value(&mut self, value: &mut Value) {
        let Value::Param(param) = value else { return };
        match (self.value_of)(param) {
            Ok(Bound::One(mut literal)) => {
                literal.span = param.span;
                *value = Value::Literal(literal);
            }
            Ok(Bound::Many(_)) => {
                let reason = format!("`{}` is a list, and one value is needed here", param.expression());
                self.fail(&param.clone(), reason);
            }
            Ok(Bound::LeftOut) => self.leave_out(&param.clone()),
            Err(reason) => self.fail(&param.clone(), reason),
        }
    }

    fn leave_out(&mut self, param: &Param) {
        self.left_out = param.optional;
        if !param.optional {
            let reason =
                format!("`{}` has no value, and what it stands in is not optional", param.expression());
            self.fail(param, reason);
        }
    }

    fn fail(&mut self, param: &Param, reason: String) {
        self.failures.push(Diagnostic::error(codes::UNBOUND_PARAMETER, param.span, reason));
    }
}
