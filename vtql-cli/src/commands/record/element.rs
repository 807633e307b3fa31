//! The fields of a record, from the command line.

use super::Element;
use crate::connection::ConnectionArgs;
use crate::failure::Failure;
use crate::input::{STDIN, Source};
use clap::Args;
use serde_json::Value;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct ElementArgs {
    /// Fields, as name=value; the value is kept as it is given
    #[arg(value_name = "FIELD=VALUE", value_parser = member, required_unless_present = "json")]
    field: Vec<(String, String)>,
    /// Read the fields from a file that holds one JSON object; - is standard input
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Send it without a look at what the module has
    #[arg(long)]
    no_check: bool,
}

fn member(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as field=value")?;
    if name.trim().is_empty() {
        return Err("write it as field=value".to_owned());
    }
    Ok((name.trim().to_owned(), value.to_owned()))
}

impl ElementArgs {
    pub(super) fn is_checked(&self) -> bool {
        !self.no_check
    }

    /// The fields of the file, then those that were given.
    pub(super) fn read(&self, connection: &ConnectionArgs) -> Result<Element, Failure> {
        let mut element = match &self.json {
            None => Element::new(),
            Some(path) => {
                if path == Path::new(STDIN) && connection.access_key_stdin {
                    let message = "standard input cannot hold both the record and the access key";
                    return Err(Failure::new("USAGE", message).help("give the key with --access-key-file"));
                }
                object(&Source::of(path)?)?
            }
        };
        for (name, value) in &self.field {
            if element.insert(name.clone(), Value::from(value.as_str())).is_some() {
                return Err(Failure::new("USAGE", format!("the field `{name}` is given twice")));
            }
        }
        Ok(element)
    }
}

fn object(source: &Source) -> Result<Element, Failure> {
    let wrong = |why: String| Failure::new("USAGE", format!("{}: {why}", source.name()));
    match serde_json::from_str(&source.text) {
        Ok(Value::Object(element)) => Ok(element),
        Ok(_) => Err(wrong("a record is one JSON object".to_owned())),
        Err(error) => Err(wrong(format!("it cannot be read as JSON: {error}"))),
    }
}
