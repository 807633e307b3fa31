//! Running a query.

use super::arguments;
use super::check::{about, refused};
use super::rows::{Page, Shape};
use crate::answer::Answer;
use crate::audit::Entry;
use crate::checked::Checked;
use crate::instance::Trouble;
use crate::world::World;
use crate::writes::confirm;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::hash::{DefaultHasher, Hash, Hasher};
use vtql_client::{PageSize, Progress};
use vtql_parser::ast::Query;
use vtql_parser::bind::Outcome;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    query: Option<String>,
    #[serde(default)]
    params: Map<String, Value>,
    rows: Option<usize>,
    after: Option<String>,
    cell: Option<usize>,
    confirm: Option<String>,
}

/// Rows, unless a call says how many.
const ROWS: usize = 50;
/// Characters of a value, unless a call says how many.
const CELL: usize = 300;
/// The server sends no more rows at a time.
const PAGE: usize = 100;

pub(super) async fn call(world: &World, given: Value, entry: Entry) -> Result<Answer, Trouble> {
    let Arguments { query, params, rows, after, cell, confirm: token } = arguments(given)?;
    let text = match (query, token) {
        (Some(text), None) => text,
        (None, Some(token)) if world.options.writes => return confirm(world, &token, entry).await,
        (None, Some(_)) => return Err(Trouble::new("READ_ONLY", "this server only reads")),
        _ => return Err(Trouble::argument("give `query`")),
    };
    let checked = Checked::new(world, &text, &params).await?;
    let entry = about(&checked, entry);
    let Some(outcome) = &checked.outcome else { return Ok(refused(&checked, entry)) };
    let Outcome::Runs(query) = outcome else {
        let answer =
            json!({ "columns": [], "rows": [], "more": false, "note": "no row can match: nothing was sent" });
        return Ok(Answer::json(&answer, Entry { rows: Some(0), ..entry }));
    };
    let most = rows.unwrap_or(ROWS).clamp(1, world.options.bounds.rows);
    let shape = Shape {
        module: query.module.as_str().to_owned(),
        cell: cell.unwrap_or(CELL).max(1),
        rows: most,
        tokens: world.options.bounds.tokens,
    };
    let page = fetch(world, query, after.as_deref(), shape).await?;
    let shown = page.len() as u64;
    let cursor = page.progress().map(|progress| Cursor { query, progress }.to_string());
    let answer = page.finish(cursor, &checked.findings);
    Ok(Answer::text(answer, Entry { rows: Some(shown), ..entry }))
}

/// As many rows as are asked for and fit. One more is asked for than is shown, to know whether there is one.
async fn fetch(world: &World, query: &Query, after: Option<&str>, shape: Shape) -> Result<Page, Trouble> {
    let client = world.client().await?;
    let size = u32::try_from((shape.rows + 1).min(PAGE)).ok().and_then(PageSize::new).unwrap_or_default();
    let mut fetch = client.query(query)?.page_size(size).look_ahead(false);
    if let Some(after) = after {
        fetch = fetch.resume_after(Cursor::read(after, query)?)?;
    }
    let mut rows = fetch.stream();
    let mut page = Page::new(shape);
    loop {
        let before = rows.progress();
        let Some(row) = rows.next().await else { return Ok(page) };
        if !page.take(&row?, &world.options.policy) {
            page.stop(before);
            return Ok(page);
        }
    }
}

/// Where an answer ended, and of which query: with another one it would be wrong, and nobody would see it.
struct Cursor<'a> {
    query: &'a Query,
    progress: &'a Progress,
}

fn mark(query: &Query) -> u32 {
    let mut hasher = DefaultHasher::new();
    query.to_string().hash(&mut hasher);
    // Half of it tells two queries apart.
    (hasher.finish() >> 32) as u32
}

impl std::fmt::Display for Cursor<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x} {}", mark(self.query), self.progress)
    }
}

impl Cursor<'_> {
    fn read(text: &str, query: &Query) -> Result<Progress, Trouble> {
        let wrong = || {
            Trouble::argument("`after` is not one that an answer to this query had")
                .help("give the same query and params as before, or leave `after` out")
        };
        let (of, progress) = text.split_once(' ').ok_or_else(wrong)?;
        if u32::from_str_radix(of, 16).ok() != Some(mark(query)) {
            return Err(wrong());
        }
        progress.parse().map_err(|_| wrong())
    }
}
