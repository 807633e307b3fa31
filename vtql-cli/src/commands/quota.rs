//! `vtql quota`

use super::shown::{Shown, row};
use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::failure::{Failure, Outcome};
use crate::output::rows::RowFormat;
use crate::terminal::Terminal;
use clap::Args;
use serde_json::Value;
use std::time::SystemTime;

const EXAMPLES: &str = "\
Examples:
  vtql quota
  vtql quota --format json | jq '.[0].minute_remaining'

It takes one request to ask. The cloud edition tells its quotas with every answer; the open-source edition has none.";

/// The arguments of `vtql quota`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct QuotaArgs {
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(crate) fn run(args: &QuotaArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let client = args.connection.client(config)?;
    let work = async { client.me().await.map_err(|error| connection::failure(&error)) };
    super::block_on(connection::until_logged_out(&client, work))?;
    let quota = client.quota();
    let number = |value: Option<u64>| value.map_or(Value::Null, Value::from);
    let reset = quota.until_reset(SystemTime::now()).map(|wait| wait.as_secs());
    let rows: Vec<_> = row([
        ("minute_limit", number(quota.minute_limit)),
        ("minute_remaining", number(quota.minute_remaining)),
        ("seconds_to_next_minute", number(reset)),
        ("hourly_limit", number(quota.hourly_limit)),
        ("daily_limit", number(quota.daily_limit)),
        ("daily_remaining", number(quota.daily_remaining)),
    ])
    .into_iter()
    .collect();
    args.shown.write(&rows, RowFormat::Vertical)?;
    if quota.minute_limit.is_none() && quota.daily_limit.is_none() {
        terminal.note("the server tells no quota");
    }
    Ok(Outcome::Clean)
}
