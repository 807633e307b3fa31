//! Values for the parameters of a query, from the command line.

use std::collections::BTreeMap;
use vtql_parser::Errors;
use vtql_parser::ast::{Literal, Query};
use vtql_parser::bind::{Bound, bind};

/// One `--param`: a name and a value.
pub(super) type Param = (String, String);

/// Reads `name=value`.
pub(super) fn param(text: &str) -> Result<Param, String> {
    let (name, value) = text.split_once('=').ok_or("write it as name=value")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Puts the values in the place of the parameters. A name that is given more than once is the list of
/// its values, for `in`.
///
/// The error holds every parameter without a value, and those whose value cannot stand there.
pub(super) fn fill(query: &mut Query, params: &[Param]) -> Result<(), Errors> {
    let mut values: BTreeMap<&str, Vec<Literal>> = BTreeMap::new();
    for (name, value) in params {
        values.entry(name).or_default().push(literal(value));
    }
    // A list from the command line has a value, so there is always something that can match.
    let _ = bind(query, |param| {
        let name = param.expression();
        match values.get(name).map(Vec::as_slice) {
            None if param.optional => Ok(Bound::LeftOut),
            None => Err(format!("the parameter `{{{name}}}` has no value: give it with --param {name}=…")),
            Some([one]) => Ok(Bound::One(one.clone())),
            Some(many) => Ok(Bound::Many(many.to_vec())),
        }
    })?;
    Ok(())
}

/// A number where one is written, so that `limit` takes it; else text. The server is sent both quoted.
fn literal(value: &str) -> Literal {
    Literal::decimal(value).unwrap_or_else(|_| Literal::string(value))
}
