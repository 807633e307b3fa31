//! The command line: what `vtql` takes.

use crate::commands::{
    check, codegen, completions, console, describe, explain, export, fmt, login, lsp, mcp, modules, parse,
    query, quota, record, repl, sandbox, snapshot, sql, sync,
};
use crate::terminal::Terminal;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Start here:
  vtql check queries/                       everything that is wrong with the queries in a folder
  vtql sandbox --port 8080                  a Vtiger to play with, no CRM needed
  vtql query \"select lastname from Contacts\" --format csv
  vtql explain V102                         what a code means, and what to do

Settings come from flags, then the environment (VTIGER_URL, VTIGER_USER, VTIGER_ACCESS_KEY, \
VTQL_SNAPSHOT), then the nearest vtql.toml upwards:
  snapshot = \"vtql.snapshot.json\"
  [connection]
  url = \"https://your_instance.odx.vtiger.com\"
  user = \"admin@example.com\"
  access_key_file = \"/run/secrets/vtiger\"

Exit codes: 0 all is well, 1 something was found, 2 the command could not run.";

/// Parse, check, format, explain and run VTQL, the query language of Vtiger CRM
#[derive(Debug, Parser)]
#[command(name = "vtql", version, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) terminal: Terminal,
    /// The settings file, instead of the nearest vtql.toml upwards
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show what a query is: its tree, and the text that goes to the server
    Parse(parse::ParseArgs),
    /// Report everything that is wrong with queries
    Check(check::CheckArgs),
    /// Lay queries out
    Fmt(fmt::FmtArgs),
    /// Say what a code means
    Explain(explain::ExplainArgs),
    /// Keep what an instance has in a file, for checks without a connection
    #[command(subcommand)]
    Snapshot(snapshot::SnapshotCommand),
    /// Write Rust functions for queries in files
    Codegen(codegen::CodegenArgs),
    /// Run a query and print all of its rows
    Query(Box<query::QueryArgs>),
    /// Write modules, or the rows of a query, to files or a database
    Export(Box<export::ExportArgs>),
    /// Keep a mirror of modules fresh, in a database or a folder of Parquet
    Sync(Box<sync::SyncArgs>),
    /// Type queries and see their rows, with completion
    Repl(repl::ReplArgs),
    /// Run SQL over modules: joins, groups, any function (vtql-sql)
    Sql(sql::SqlArgs),
    /// Serve SQL over modules to programs that speak PostgreSQL (vtql-sql)
    Serve(sql::SqlArgs),
    /// Keep the connection to an instance under a name
    Login(login::LoginArgs),
    /// List the modules of an instance
    Modules(modules::ModulesArgs),
    /// List the fields of a module: types, values, what can be ordered by
    Describe(describe::DescribeArgs),
    /// Show, make, change and delete records
    #[command(subcommand)]
    Record(record::RecordCommand),
    /// Say how many requests are left
    Quota(quota::QuotaArgs),
    /// Serve a Vtiger with demo data, or yours, on this machine
    Sandbox(Box<sandbox::SandboxArgs>),
    /// Serve a page to write queries, run them and look at their rows
    Console(console::ConsoleArgs),
    /// Answer an editor: findings, completion and more while queries are written
    Lsp(lsp::LspArgs),
    /// Let agents look at a CRM: the Model Context Protocol, with bounds
    Mcp(Box<mcp::McpArgs>),
    /// Print what makes a shell complete the arguments of vtql
    Completions(completions::CompletionsArgs),
}

#[cfg(test)]
mod tests;
