//! `vtql mcp`

use crate::config::Config;
use crate::connection::ConnectionArgs;
use crate::ended::Ended;
use crate::failure::{Failure, Outcome};
use crate::snapshot_file::SnapshotArg;
use crate::terminal::Terminal;
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;
use vtql_client::Client;
use vtql_mcp::{Bounds, Budget, Instance, Options, Pattern, Policy, Token, Trouble, serve_http, serve_stdio};
use vtql_schema::Snapshot;
use vtql_schema::rules::Levels;

const EXAMPLES: &str = "\
An agent's program starts it and speaks the Model Context Protocol over standard input and output:
  {\"mcpServers\": {\"crm\": {\"command\": \"vtql\", \"args\": [\"mcp\", \"--profile\", \"work\"]}}}
  claude mcp add crm -- vtql mcp --profile work

  vtql mcp --allow Contacts,Accounts --mask '*.email,*.phone'    a part of the CRM, without addresses
  vtql mcp --budget 30/m --max-requests 500 --audit mcp.jsonl     what it may spend, and a line a call
  vtql mcp --http 8850 --token-file token                          for several programs of this machine
  vtql mcp --allow-writes                                          each write with a preview and a confirmation

Nothing is sent to the CRM before the first call of a tool, and a wrong query is never sent. Only queries that read are \
run, whatever the agent asks for, unless --allow-writes is given.";

/// The arguments of `vtql mcp`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct McpArgs {
    /// Show only these modules and fields: Contacts, Accounts.accountname [default: all]
    #[arg(long, value_name = "MODULE[.FIELD]", value_delimiter = ',')]
    allow: Vec<Pattern>,
    /// Hide the values of these fields, and let no query depend on them: Contacts.email, *.phone
    #[arg(long, value_name = "MODULE.FIELD", value_delimiter = ',')]
    mask: Vec<Pattern>,
    /// Send no more requests than so many, all calls together
    #[arg(long, value_name = "REQUESTS")]
    max_requests: Option<u64>,
    /// Answer with at most so many rows
    #[arg(long, value_name = "ROWS", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    max_rows: u32,
    /// Answer with at most about so many tokens
    #[arg(long, value_name = "TOKENS", default_value_t = 6_000, value_parser = clap::value_parser!(u32).range(500..=200_000))]
    max_tokens: u32,
    /// Add a line of JSON to this file for each call: what was asked for, no values
    #[arg(long, value_name = "FILE")]
    audit: Option<PathBuf>,
    /// Let records be created, changed and deleted, each after a preview and with its token
    #[arg(long)]
    allow_writes: bool,
    /// Serve HTTP at this port of 127.0.0.1, path /mcp, instead of standard input and output; 0 is any free port
    #[arg(long, value_name = "PORT")]
    http: Option<u16>,
    /// Read the token that HTTP clients have to give from this file [default: a new one, shown on standard error]
    #[arg(long, value_name = "FILE", requires = "http")]
    token_file: Option<PathBuf>,
    /// Ask the instance what its modules have, instead of a snapshot
    #[arg(long, conflicts_with = "snapshot")]
    no_snapshot: bool,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(crate) fn run(args: &McpArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let options = Options {
        policy: Policy::new(args.allow.iter().cloned(), args.mask.iter().cloned()),
        bounds: Bounds { rows: args.max_rows as usize, tokens: args.max_tokens as usize },
        requests: args.max_requests,
        audit: args.audit.clone(),
        writes: args.allow_writes,
    };
    let instance = Arc::new(Configured {
        connection: args.connection.clone(),
        snapshot: (!args.no_snapshot).then(|| args.snapshot.clone()),
        config: config.clone(),
    });
    let runtime = super::runtime()?;
    let served = match args.http {
        None if args.connection.access_key_stdin => {
            let message = "standard input cannot hold both the access key and the protocol";
            return Err(Failure::new("USAGE", message).help("give the key with --access-key-file"));
        }
        None => runtime.block_on(serve_stdio(instance, options)),
        Some(port) => {
            let token = token(args)?;
            let shown = args.token_file.is_none().then(|| format!("\ntoken: {}", token.reveal()));
            let tell = |address| {
                let shown = shown.unwrap_or_default();
                terminal.note(format!("serving http://{address}/mcp, until Ctrl-C{shown}"));
            };
            runtime.block_on(async {
                let mut ended = Ended::new()?;
                let end = async move { ended.told().await };
                Ok::<_, Failure>(serve_http(instance, options, port, token, tell, end).await)
            })?
        }
    };
    served.map_err(|Trouble { code, message, help, .. }| {
        help.into_iter().fold(Failure::new(code, message), Failure::help)
    })?;
    Ok(Outcome::Clean)
}

fn token(args: &McpArgs) -> Result<Token, Failure> {
    let token = match &args.token_file {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
            Token::new(&text)
        }
        None => Token::random(),
    };
    token.map_err(|trouble| Failure::new(trouble.code, trouble.message))
}

/// The instance of the arguments, the environment and the settings, as for `vtql query`.
#[derive(Debug)]
struct Configured {
    connection: ConnectionArgs,
    /// `None` to use no snapshot.
    snapshot: Option<SnapshotArg>,
    config: Config,
}

impl Instance for Configured {
    fn client(&self, budget: Budget) -> Result<Client, Trouble> {
        self.connection.client_with(&self.config, budget).map_err(trouble)
    }

    fn snapshot(&self) -> Result<Option<Snapshot>, Trouble> {
        self.snapshot.as_ref().map_or(Ok(None), |snapshot| snapshot.find(&self.config)).map_err(trouble)
    }

    fn levels(&self) -> Result<Levels, Trouble> {
        Ok(self.config.check.levels.clone())
    }
}

fn trouble(failure: Failure) -> Trouble {
    let (code, message, help) = failure.into_parts();
    help.into_iter().fold(Trouble::new(code, message), Trouble::help)
}
