//! The tables of one export, several at a time.

use super::Export;
use crate::error::{Error, Result};
use crate::manifest::Exported;
use futures::stream::{self, StreamExt, TryStreamExt};
use std::collections::BTreeMap;

/// Why a table that was begun is left out of an export of all modules that goes on.
pub(super) const NOT_LISTED: &str = "it was begun, and the server does not list it any more";

/// A module that has given rows is not left out when the server refuses the next: an error that names its module is
/// one of the export.
pub(super) fn refused_at(error: Error, module: &str, rows: u64) -> Error {
    if rows > 0 { error.of(module) } else { error }
}

/// What became of each table.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) exported: BTreeMap<String, Exported>,
    /// Those that the server does not give, each with its reason.
    pub(super) skipped: BTreeMap<String, String>,
}

impl Tables {
    /// Exports each of these modules. Where all were asked for, `entities` tells which have records of their own:
    /// another one is skipped when the server refuses it, and each whose records the user may not see.
    ///
    /// # Errors
    /// The first error that is no reason to skip a table; the other tables end with it.
    pub(super) async fn export<F>(
        export: &Export,
        names: Vec<String>,
        entities: &BTreeMap<String, bool>,
        one: impl Fn(String) -> F,
    ) -> Result<Tables>
    where
        F: Future<Output = Result<Exported>>,
    {
        let outcome = |name: String| {
            let is_entity = entities.get(&name).copied();
            let exported = one(name.clone());
            async move {
                match exported.await {
                    Err(error) if is_entity == Some(false) && error.is_of_the_module() => {
                        Ok((name, Err(error.to_string())))
                    }
                    Err(error) if is_entity.is_some() && error.is_denied() => {
                        Ok((name, Err(error.to_string())))
                    }
                    Err(error) => Err(error.of(&name)),
                    Ok(table) => Ok((name, Ok(table))),
                }
            }
        };
        let outcomes = stream::iter(names).map(outcome).buffer_unordered(export.jobs);
        let fold = async |mut tables: Tables, (name, outcome): (String, Result<Exported, String>)| {
            match outcome {
                Ok(table) => drop(tables.exported.insert(name, table)),
                Err(reason) => drop(tables.skipped.insert(name, reason)),
            }
            Ok(tables)
        };
        outcomes.try_fold(Tables::default(), fold).await
    }
}
