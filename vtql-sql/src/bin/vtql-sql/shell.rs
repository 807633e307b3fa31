//! A shell: statements until `\q`, with a history.

use crate::explain;
use crate::failures;
use crate::format::Format;
use crate::rows::{self, Stopped};
use clap::ValueEnum;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;
use vtql_command::failure::Failure;
use vtql_command::plain::Data;
use vtql_command::profiles;
use vtql_command::terminal::Terminal;
use vtql_sql::Session;

const HELP: &str = "\
A statement ends with ;
  \\explain SQL;      what a statement costs in requests
  \\timing            tell how long statements take
  \\format NAME       table, csv, jsonl or json
  \\max N             allow N requests for a statement; without a number: any
  \\d                 the tables; \\d TABLE its columns
  \\q                 leave";

struct Shell<'a> {
    session: &'a Session,
    terminal: &'a Terminal,
    format: Format,
    most: Option<u64>,
    timing: bool,
}

pub(crate) async fn run(session: &Session, terminal: &Terminal, most: Option<u64>) -> Result<(), Failure> {
    let failed = |error: ReadlineError| Failure::new("READ", format!("cannot read the next line: {error}"));
    let mut editor = DefaultEditor::new().map_err(failed)?;
    let history = history();
    if let Some(path) = &history {
        // There is none the first time.
        let _ = editor.load_history(path);
    }
    let mut shell = Shell { session, terminal, format: Format::Table, most, timing: false };
    let mut begun = String::new();
    loop {
        let prompt = if begun.is_empty() { "sql> " } else { "  -> " };
        let line;
        (line, editor) = read(editor, prompt).await.map_err(failed)?;
        match line {
            Line::Text(line) => {
                if begun.is_empty() && line.trim().is_empty() {
                    continue;
                }
                begun.push_str(&line);
                begun.push('\n');
            }
            Line::Dropped => {
                begun.clear();
                continue;
            }
            Line::End => break,
        }
        let text = begun.trim();
        let is_command = text.starts_with('\\') && !text.starts_with("\\explain");
        if !is_command && !text.ends_with(';') {
            continue;
        }
        let _ = editor.add_history_entry(text);
        let goes_on = shell.take(text).await?;
        begun.clear();
        if !goes_on {
            break;
        }
    }
    if let Some(path) = &history {
        let saved = path.parent().map_or(Ok(()), std::fs::create_dir_all).map(|()| editor.save_history(path));
        // A history that is not kept spoils nothing.
        let _ = saved;
    }
    Ok(())
}

enum Line {
    Text(String),
    Dropped,
    End,
}

/// Reads a line on a thread of its own, so that connections are kept alive meanwhile.
async fn read(
    mut editor: DefaultEditor,
    prompt: &'static str,
) -> Result<(Line, DefaultEditor), ReadlineError> {
    let read = tokio::task::spawn_blocking(move || {
        let line = match editor.readline(prompt) {
            Ok(line) => Line::Text(line),
            Err(ReadlineError::Interrupted) => Line::Dropped,
            Err(ReadlineError::Eof) => Line::End,
            Err(error) => return Err(error),
        };
        Ok((line, editor))
    });
    read.await.map_err(|error| ReadlineError::Io(std::io::Error::other(error)))?
}

fn history() -> Option<PathBuf> {
    Some(profiles::folder().ok()?.join("sql_history"))
}

impl Shell<'_> {
    /// Does what was typed; `false` to leave.
    async fn take(&mut self, text: &str) -> Result<bool, Failure> {
        let Some(command) = text.strip_prefix('\\') else {
            self.statement(text).await?;
            return Ok(true);
        };
        let (name, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let rest = rest.trim().trim_end_matches(';').trim();
        match name {
            "q" | "quit" => return Ok(false),
            "timing" => {
                self.timing = !self.timing;
                self.terminal.note(if self.timing { "timing is on" } else { "timing is off" });
            }
            "explain" => match self.session.price(rest).await {
                Ok(price) => write!(Data::stdout(), "{}", explain::text(&price))?,
                Err(error) => failures::of(&error).report(self.terminal),
            },
            "format" => match Format::from_str(rest, true) {
                Ok(format) if format != Format::Parquet => self.format = format,
                _ => self.terminal.note("formats are table, csv, jsonl and json"),
            },
            "max" => match rest {
                "" => self.most = None,
                number => match number.parse() {
                    Ok(number) => self.most = Some(number),
                    Err(_) => self.terminal.note("write a number of requests"),
                },
            },
            "d" if rest.is_empty() => self.statement("show tables").await?,
            "d" => self.statement(&format!("describe {rest}")).await?,
            _ => self.terminal.note(HELP),
        }
        Ok(true)
    }

    async fn statement(&self, text: &str) -> Result<(), Failure> {
        let start = Instant::now();
        let written =
            rows::write(self.session, text, self.most, self.format, &mut Data::shared_stdout()).await;
        rows::tell_misfits(self.session, self.terminal);
        match written {
            Ok(rows) => {
                let requests = self.session.requests();
                let took = if self.timing {
                    format!(", {:.1} ms", start.elapsed().as_secs_f64() * 1e3)
                } else {
                    String::new()
                };
                self.terminal.note(format!("{rows} rows, {requests} requests{took}"));
            }
            Err(Stopped::Statement(error)) => failures::of(&error).report(self.terminal),
            Err(Stopped::Output(failure)) => return Err(failure),
        }
        Ok(())
    }
}
