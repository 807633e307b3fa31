//! Commands that begin with a backslash.

use vtql_schema::Snapshot;

/// A command, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command<'t> {
    Modules,
    Fields(&'t str),
    Explain(&'t str),
    Export { file: &'t str, query: &'t str },
    Set { name: &'t str, value: &'t str },
    Unset(&'t str),
    Vertical,
    Refresh,
    Help,
    End,
}

/// All of them, as they are typed.
const NAMES: &[&str] =
    &["\\d", "\\explain", "\\export", "\\set", "\\unset", "\\x", "\\refresh", "\\?", "\\q"];

impl<'t> Command<'t> {
    /// Reads a command; the error says what is wrong with it.
    pub(super) fn read(name: &str, rest: &'t str) -> Result<Self, String> {
        let alone =
            |command| if rest.is_empty() { Ok(command) } else { Err(format!("\\{name} stands alone")) };
        let one = |usage: &str| match rest.split_once(char::is_whitespace) {
            None if !rest.is_empty() => Ok(rest),
            _ => Err(format!("write \\{name} {usage}")),
        };
        let two = |usage: &str| {
            let (first, second) =
                rest.split_once(char::is_whitespace).ok_or_else(|| format!("write \\{name} {usage}"))?;
            Ok::<_, String>((first, second.trim_start()))
        };
        match name {
            "d" if rest.is_empty() => Ok(Command::Modules),
            "d" => one("MODULE").map(Command::Fields),
            "explain" if rest.is_empty() => Err("write \\explain QUERY;".to_owned()),
            "explain" => Ok(Command::Explain(rest)),
            "export" => two("FILE QUERY;").map(|(file, query)| Command::Export { file, query }),
            "set" => two("NAME VALUE").map(|(name, value)| Command::Set { name, value }),
            "unset" => one("NAME").map(Command::Unset),
            "x" => alone(Command::Vertical),
            "refresh" => alone(Command::Refresh),
            "?" | "h" | "help" => alone(Command::Help),
            "q" | "quit" => alone(Command::End),
            _ => Err(format!("there is no command \\{name}: \\? lists them")),
        }
    }
}

/// What can be written at a position of a command, and where it begins; `None` where a query stands.
pub(super) fn complete(
    line: &str,
    position: usize,
    snapshot: Option<&Snapshot>,
) -> Option<(usize, Vec<String>)> {
    let written = line.get(..position)?;
    let indent = written.len() - written.trim_start().len();
    let command = &written[indent..];
    if !command.starts_with('\\') {
        return None;
    }
    let Some((name, rest)) = command.split_once(char::is_whitespace) else {
        let names = NAMES.iter().filter(|name| name.starts_with(command));
        return Some((indent, names.map(|name| (*name).to_owned()).collect()));
    };
    match name {
        "\\d" => {
            let begun = rest.trim_start().to_lowercase();
            let modules = snapshot.into_iter().flat_map(Snapshot::modules);
            let names = modules.map(|module| &module.name).filter(|it| it.to_lowercase().starts_with(&begun));
            Some((position - begun.len(), names.cloned().collect()))
        }
        "\\explain" | "\\export" => None,
        _ => Some((position, Vec::new())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_with_what_they_are_about() {
        assert_eq!(Command::read("d", "Contacts"), Ok(Command::Fields("Contacts")));
        assert_eq!(
            Command::read("export", "a.csv select id\nfrom Leads"),
            Ok(Command::Export { file: "a.csv", query: "select id\nfrom Leads" })
        );
        for (name, rest) in [("d", "a b"), ("export", "a.csv"), ("set", "x"), ("q", "now"), ("nosuch", "")] {
            assert!(Command::read(name, rest).is_err(), "\\{name} {rest}");
        }
    }

    #[test]
    fn every_name_is_read() {
        for name in NAMES {
            let unknown =
                Command::read(&name[1..], "a b").is_err_and(|wrong| wrong.contains("there is no command"));
            assert!(!unknown, "{name}");
        }
        assert_eq!(complete("\\ex", 3, None), Some((0, vec!["\\explain".to_owned(), "\\export".to_owned()])));
        assert_eq!(complete("select", 6, None), None);
    }
}
