//! `vtql modules`

use super::shown::{Shown, row};
use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::failure::{Failure, Outcome};
use crate::output::count;
use crate::output::rows::RowFormat;
use crate::terminal::Terminal;
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  vtql modules
  vtql modules --format csv
  vtql modules --with-field email          those that have a field of that type";

/// The arguments of `vtql modules`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ModulesArgs {
    /// Only modules that have a field of this type
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    with_field: Vec<String>,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(crate) fn run(args: &ModulesArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let client = args.connection.client(config)?;
    let types: Vec<&str> = args.with_field.iter().map(String::as_str).collect();
    let work = async { client.types_with_fields(&types).await.map_err(|error| connection::failure(&error)) };
    let modules = super::block_on(connection::until_logged_out(&client, work))?;
    let rows: Vec<_> = modules
        .iter()
        .filter_map(|module| {
            row([
                ("name", module.name.as_str().into()),
                ("label", module.label.as_str().into()),
                ("singular", module.singular.as_str().into()),
                ("kind", if module.is_entity { "records" } else { "settings" }.into()),
            ])
        })
        .collect();
    args.shown.write(&rows, RowFormat::Table)?;
    terminal.note(count(rows.len(), "module", "modules"));
    Ok(Outcome::Clean)
}
