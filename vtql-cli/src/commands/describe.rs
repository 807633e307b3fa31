//! `vtql describe`

use super::shown::{Shown, row};
use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::failure::{Failure, Outcome};
use crate::output::count;
use crate::output::rows::RowFormat;
use crate::terminal::Terminal;
use clap::Args;
use vtql_client::Record;
use vtql_parser::ast::{Direction, Name, Query, Select};
use vtql_parser::{Diagnostic, Dialect};
use vtql_schema::{Checker, Field, Module, Snapshot};

const EXAMPLES: &str = "\
Examples:
  vtql describe Contacts
  vtql describe Leads --field leadsource --format vertical
  vtql describe Contacts --format csv > fields.csv

Under `order` stands whether a query can be ordered by the field: `if selected` says that the server itself needs it \
in the select list, which vtql sees to.";

/// The arguments of `vtql describe`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DescribeArgs {
    /// The module
    module: String,
    /// Only this field
    #[arg(long, value_name = "NAME")]
    field: Vec<String>,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(crate) fn run(args: &DescribeArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let client = args.connection.client(config)?;
    let work = async { client.describe(&args.module).await.map_err(|error| connection::failure(&error)) };
    let module = super::block_on(connection::until_logged_out(&client, work))?;
    if let Some(unknown) = args.field.iter().find(|name| module.field(name).is_none()) {
        let message = format!("module `{}` has no field `{unknown}`", module.name);
        return Err(
            Failure::new("NO_FIELD", message).help(format!("`vtql describe {}` lists them", module.name))
        );
    }
    let mut rows = fields(&module);
    rows.retain(|row| args.field.is_empty() || args.field.iter().any(|name| row.get("field") == Some(name)));
    args.shown.write(&rows, RowFormat::Table)?;
    if !args.shown.is_data() {
        terminal.note(summary(&module, rows.len()));
    }
    Ok(Outcome::Clean)
}

/// A row for each field.
pub(super) fn fields(module: &Module) -> Vec<Record> {
    let snapshot = Snapshot::from_modules([module.clone()]);
    let described = module.fields().iter().filter_map(|field| {
        row([
            ("field", field.name.as_str().into()),
            ("label", field.label.as_str().into()),
            ("type", kind(field).into()),
            ("set", set(field).into()),
            ("order", order(module, field, &snapshot).into()),
            ("values", values(field).into()),
        ])
    });
    described.collect()
}

/// What the module allows, on a line.
pub(super) fn summary(module: &Module, fields: usize) -> String {
    let allowed =
        [(module.createable, "created"), (module.updateable, "changed"), (module.deleteable, "deleted")];
    let allowed: Vec<&str> = allowed.iter().filter(|(may, _)| *may).map(|(_, what)| *what).collect();
    let prefix = module.id_prefix.map(|prefix| format!(", ids {prefix}x…")).unwrap_or_default();
    let may = if allowed.is_empty() { "only read".to_owned() } else { allowed.join(", ") };
    format!(
        "{} ({}): {}{prefix}; records may be {may}",
        module.name,
        module.label,
        count(fields, "field", "fields")
    )
}

fn kind(field: &Field) -> String {
    match (field.refers_to.as_slice(), field.length) {
        ([], None) => field.ty.to_string(),
        ([], Some(length)) => format!("{}({length})", field.ty),
        (targets, _) => format!("{} to {}", field.ty, targets.join(", ")),
    }
}

/// Who sets the field.
fn set(field: &Field) -> &'static str {
    match (field.editable, field.mandatory) {
        (false, _) => "by the server",
        (true, true) => "always",
        (true, false) => "",
    }
}

fn values(field: &Field) -> String {
    let shown = |value: &vtql_schema::PicklistValue| {
        if value.label == value.value {
            value.value.clone()
        } else {
            format!("{} ({})", value.value, value.label)
        }
    };
    field.picklist.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// Whether the rules let an order by the field pass, by vtql and by the server alone.
fn order(module: &Module, field: &Field, snapshot: &Snapshot) -> &'static str {
    let query = || {
        let select = Select::fields(["id"]).ok()?;
        Query::new(select, Name::new(&module.name).ok()?).order_by(&field.name, Direction::Asc).ok()
    };
    let passes = |query: &Query, dialect| {
        let found = Checker::new(dialect).snapshot(snapshot).query(query);
        !found.iter().any(Diagnostic::is_error)
    };
    match query() {
        Some(query) if passes(&query, Dialect::Wire) => "yes",
        Some(query) if passes(&query, Dialect::Surface) => "if selected",
        _ => "no",
    }
}
