//! `vtql login`

use super::shown::{self, row};
use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::failure::{Failure, Outcome};
use crate::output::rows::RowFormat;
use crate::profiles::{Profile, Profiles, profile_name};
use crate::terminal::Terminal;
use clap::Args;
use secrecy::SecretString;
use std::io::{self, BufRead, IsTerminal, Write};

const EXAMPLES: &str = "\
Examples:
  vtql login                                asks for address, user and key, and keeps them
  vtql login --profile test --url https://test.odx.vtiger.com --user bob@example.com
  pass vtiger | vtql login --access-key-stdin --url https://test.odx.vtiger.com --user bob
  vtql login --list
  vtql login --forget --profile test

The key is tried before it is kept: in the keyring of the system where one answers, else in a file that you alone \
can read. The first profile is the usual one; --profile NAME or VTQL_PROFILE names another.";

/// The arguments of `vtql login`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that stands alone")]
pub(crate) struct LoginArgs {
    /// List the profiles
    #[arg(long, conflicts_with_all = ["forget", "usual"])]
    list: bool,
    /// Remove the profile and its key
    #[arg(long)]
    forget: bool,
    /// Make the profile the one that is meant when none is named
    #[arg(long, conflicts_with = "forget")]
    usual: bool,
    /// Keep the key in a file, also where a keyring answers
    #[arg(long)]
    no_keyring: bool,
    #[command(flatten)]
    connection: ConnectionArgs,
}

/// What a profile is called without a name.
const UNNAMED: &str = "default";

pub(crate) fn run(args: &LoginArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let profiles = Profiles::load()?;
    if args.list {
        return list(&profiles);
    }
    let name = profile_name(args.connection.profile().unwrap_or(UNNAMED))
        .map_err(|message| Failure::new("USAGE", message))?;
    if args.forget {
        profiles.named(&name)?;
        Profiles::change(|profiles| {
            profiles.named(&name)?.forget_key()?;
            profiles.remove(&name);
            Ok(())
        })?;
        terminal.note(format!("profile `{name}` is forgotten"));
        return Ok(Outcome::Clean);
    }
    let asked = |what: &str, given: Option<&str>, set: Option<&String>, flag: &str| match given {
        Some(given) => Ok(given.to_owned()),
        None => ask(what, set.map(String::as_str), flag),
    };
    let url = asked("Address", args.connection.url(), config.connection.url.as_ref(), "--url")?;
    let user = asked("User", args.connection.user(), config.connection.user.as_ref(), "--user")?;
    let key = match args.connection.given_key()? {
        Some(key) => key,
        None => match crate::access_key::from_environment() {
            Some(key) => key,
            None => ask_key()?,
        },
    };
    let client = args.connection.client_of(url.clone(), user.clone(), key.clone())?;
    let work = async { client.me().await.map_err(|error| connection::failure(&error)) };
    super::block_on(connection::until_logged_out(&client, work))?;
    let place = Profiles::change(|profiles| {
        let (profile, place) = Profile::keep(&name, &url, &user, &key, !args.no_keyring)?;
        profiles.put(profile);
        if profiles.default.is_none() || args.usual {
            profiles.default = Some(name.clone());
        }
        Ok(place)
    })?;
    terminal.note(format!("{user} is logged in; profile `{name}` is kept, its key in {place}"));
    Ok(Outcome::Clean)
}

fn list(profiles: &Profiles) -> Result<Outcome, Failure> {
    let rows: Vec<_> = profiles
        .list()
        .iter()
        .filter_map(|profile| {
            let usual = profiles.default.as_deref() == Some(&profile.name);
            row([
                ("profile", profile.name.as_str().into()),
                ("address", profile.url.as_str().into()),
                ("user", profile.user.as_str().into()),
                ("key", profile.place().into()),
                ("usual", if usual { "yes" } else { "" }.into()),
            ])
        })
        .collect();
    shown::write(&rows, RowFormat::Table, true)?;
    Ok(Outcome::Clean)
}

fn not_interactive(flag: &str) -> Failure {
    Failure::new("CONFIG", format!("{flag} is needed: there is no terminal to ask"))
}

/// Asks for a text on the terminal; an empty answer is the one that is set.
fn ask(what: &str, set: Option<&str>, flag: &str) -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        return set.map(str::to_owned).ok_or_else(|| not_interactive(flag));
    }
    let hint = set.map(|set| format!(" [{set}]")).unwrap_or_default();
    write!(io::stderr(), "{what}{hint}: ")?;
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    match (line.trim(), set) {
        ("", Some(set)) => Ok(set.to_owned()),
        ("", None) => Err(Failure::new("CONFIG", format!("{what} is empty"))),
        (text, _) => Ok(text.to_owned()),
    }
}

/// Asks for the key, which the terminal does not show.
fn ask_key() -> Result<SecretString, Failure> {
    if !io::stdin().is_terminal() {
        return Err(not_interactive("--access-key-stdin or --access-key-file"));
    }
    let key = rpassword::prompt_password("Access key (My Preferences in the CRM): ")?;
    if key.trim().is_empty() {
        return Err(Failure::new("CONFIG", "the access key is empty"));
    }
    Ok(SecretString::from(key.trim()))
}
