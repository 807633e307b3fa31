//! Random cases: a server with its records, a query, and what its rows have to be.

use super::super::cursor::Cursor;
use super::super::plan::Plan;
use super::super::seen::Seen;
use super::super::source::wire_text;
use super::super::station::Station;
use super::super::window::Window;
use super::model::{self, Row, Server, Ways};
use super::outcome::{Outcome, Stage, matching};
use crate::error::{ErrorKind, Progress};
use crate::record::Table;
use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use vtql_parser::ast::{Name, Query, RecordId};
use vtql_parser::lower::lower;
use vtql_parser::{Dialect, parse_query};

/// Texts that tie, texts that sort next to each other, and texts that are too long for a bound.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> =
        ["", "a", "A", "a ", "á", "ä", "b", "B", "α", "c", "ß", "it's", "a\\"].map(str::to_owned).into();
    let long = "long text ".repeat(25);
    texts.extend([format!("{long}1"), format!("{long}2"), format!("{long}2 and more"), "b".repeat(260)]);
    texts
}

pub(crate) struct Case {
    pub(crate) server: Server,
    pub(crate) text: String,
    pub(crate) query: Query,
    pub(crate) page_size: u32,
    pub(crate) crash: f64,
}

/// Which cases to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writers {
    No,
    Yes,
}

impl Case {
    pub(crate) fn random(rng: &mut Rng, writers: Writers) -> Case {
        let mut texts = texts();
        let count = if rng.f64() < 0.6 { rng.usize(1..texts.len()) } else { 2 };
        rng.shuffle(&mut texts);
        texts.truncate(count);
        if rng.bool() {
            texts.retain(|text| text.len() < 100);
            if texts.is_empty() {
                texts.push("a".to_owned());
            }
        }
        let ways = Ways {
            caps: {
                let low = rng.usize(1..8);
                if rng.f64() < 0.7 { vec![low] } else { vec![low, rng.usize(1..8)] }
            },
            empty_for_null: rng.f64() < 0.3,
            rounded: rng.f64() < 0.3,
            counts: rng.bool(),
            writes: if writers == Writers::Yes { *pick(rng, &[0.2, 0.7]) } else { 0.0 },
            aims: *pick(rng, &[0.0, 0.5, 1.0]),
            repeats: *pick(rng, &[0.0, 0.0, 0.2, 0.7]),
        };
        let null = *pick(rng, &[0.0, 0.0, 0.2, 0.5, 1.0]);
        let numbers = *pick(rng, &[1, 2, 3, 9]);
        let most = *pick(rng, &[1, 4]);
        // Where null is shown as an empty text, no unset reference is kept as 0: nothing could tell them apart.
        let zero = u64::from(ways.empty_for_null);
        let make_row = move |rng: &mut Rng| {
            let mut values: BTreeMap<&'static str, Option<String>> = BTreeMap::new();
            for (field, ..) in model::FIELDS.iter().filter(|(field, ..)| *field != "quantity") {
                let value = match *field {
                    "n" => rng.u32(0..=numbers).to_string(),
                    "d" => format!(
                        "{}.{}",
                        rng.u32(0..=numbers),
                        pick(rng, &["00", "50", "25", "21", "24", "19"])
                    ),
                    "w" | "z" => format!("2026-11-0{} 0{}:00:00", rng.u32(1..=2), rng.u32(0..=numbers)),
                    "tax" => "0".to_owned(),
                    "r" => rng.u64(zero..=u64::from(numbers) + zero).to_string(),
                    _ => pick(rng, &texts).clone(),
                };
                values.insert(field, (rng.f64() >= null).then_some(value));
            }
            let items = if rng.bool() { 1 } else { rng.usize(0..=most) };
            Row { values, items: (0..items).map(|_| rng.u32(0..=numbers).to_string()).collect() }
        };
        let mut ids: Vec<u64> = (1..60).collect();
        rng.shuffle(&mut ids);
        ids.truncate(rng.usize(0..23));
        let rows: BTreeMap<u64, Row> = ids.iter().map(|&id| (id, make_row(rng))).collect();
        let volatile = ids.iter().copied().filter(|_| writers == Writers::Yes && rng.f64() < 0.4).collect();
        let module = *pick(rng, &["Contacts", "Invoice"]);
        let text = query_text(rng, module, writers);
        let query = parse_query(&text, Dialect::Surface).unwrap();
        Case {
            server: Server {
                module,
                versions: rows.iter().map(|(id, row)| (*id, row.clone())).collect(),
                rows,
                ways,
                volatile,
                last_page: Vec::new(),
                last_answer: None,
                requests: 0,
                texts: Vec::new(),
                make_row: Some(Box::new(make_row)),
                rng: Rng::with_seed(rng.u64(..)),
            },
            text,
            query,
            page_size: rng.u32(1..9),
            crash: *pick(rng, &[0.0, 0.3]),
        }
    }
}

fn pick<'a, T>(rng: &mut Rng, from: &'a [T]) -> &'a T {
    &from[rng.usize(0..from.len())]
}

fn query_text(rng: &mut Rng, module: &str, writers: Writers) -> String {
    let select = *pick(rng, &["id", "*", "t", "quantity, n"]);
    let term = |rng: &mut Rng| {
        let field = *pick(rng, &["t", "u", "n", "id", "quantity", "r"]);
        let op = *pick(rng, &["=", "!=", "<", "<=", ">", ">="]);
        let value = match field {
            "t" | "u" => (*pick(rng, &["'a'", "''", "'b'"])).to_owned(),
            "id" => format!("'12x{}'", rng.u32(0..40)),
            "r" => format!("'11x{}'", rng.u32(0..3)),
            _ => "'1'".to_owned(),
        };
        format!("{field} {op} {value}")
    };
    let mut text = format!("select {select} from {module}");
    if rng.f64() < 0.6 {
        let branch =
            |rng: &mut Rng| (0..rng.usize(1..=2)).map(|_| term(rng)).collect::<Vec<_>>().join(" and ");
        let branches: Vec<String> = (0..rng.usize(1..=3)).map(|_| branch(rng)).collect();
        text += " where ";
        text += &branches.join(" or ");
    }
    let mut fields = vec!["t", "u", "n", "d", "w", "r", "id"];
    if rng.f64() < 0.1 {
        fields.extend(["z", "x", "quantity"]);
    }
    if rng.f64() < 0.05 {
        fields.push("tax");
    }
    if writers == Writers::Yes && rng.bool() {
        // Values that are shown otherwise than they compare: what others write may look like what was read.
        fields = vec!["z", "d", "r", "id"];
    }
    rng.shuffle(&mut fields);
    fields.truncate(rng.usize(0..=3));
    if !fields.is_empty() {
        let direction = *pick(rng, &["", " desc"]);
        text += " order by ";
        text += &fields.join(", ");
        text += direction;
    }
    let skip = if writers == Writers::Yes || rng.f64() < 0.6 { 0 } else { rng.u32(1..13) };
    if skip > 0 || rng.f64() < 0.4 {
        let count = if rng.f64() < 0.4 { 1000 } else { rng.u32(1..16) };
        text += " limit ";
        if skip > 0 {
            text += &skip.to_string();
            text += ", ";
        }
        text += &count.to_string();
    }
    text
}

/// A query of some 20 records that has sent so many requests has no end: by number each of them may take some from a
/// server of one row a page, and all of them again in each of the processes that go on.
const MOST_REQUESTS: usize = 20_000;

/// What went wrong.
#[derive(Debug)]
pub(crate) struct Wrong(pub(crate) String);

/// Runs a case; the cursor is made by `cursor`.
pub(crate) fn check(case: &mut Case) -> Result<usize, Wrong> {
    let Case { server, text, query, page_size, crash } = case;
    let before = server.rows.clone();
    let wanted: BTreeSet<u64> =
        matching(server, query).into_iter().filter(|id| !server.volatile.contains(id)).collect();
    let window = Window::of(query).unwrap();
    let plan = Plan::of(query, window);
    let mut cursor = Cursor::new(query, plan, window, *page_size).unwrap();
    let module = model::module(server.module);
    let mut read: Vec<(u64, Row)> = Vec::new();
    let mut lives = 0;
    // Where the rows by number begin anew: in another process, and with what was missed.
    let mut stages = vec![Stage { begin: 0, is_missed: false }];
    let story = |what: &str, server: &Server, read: &[(u64, Row)]| {
        let read: Vec<u64> = read.iter().map(|(id, _)| *id).collect();
        Wrong(format!(
            "{what}\n{text}; pages of {page_size}, {:?}\n{}\nread {read:?}, volatile {:?}\n{}",
            server.ways,
            rows_as_text(&before),
            server.volatile,
            server.texts.join("\n")
        ))
    };
    let refused = |error: crate::error::Error, cursor: &Cursor, server: &Server, read: &[(u64, Row)]| {
        let told = format!("{error:?}");
        if told.contains("returns none of them in the order")
            && text.contains("tax")
            && !matching(server, query).is_empty()
        {
            return Ok(server.requests);
        }
        let stops = told.contains("does not find a record by the values that it shows");
        if error.kind() == ErrorKind::UnexpectedAnswer && stops && is_shown_otherwise(cursor, query, server) {
            return Ok(server.requests);
        }
        Err(story(&format!("{error:?}"), server, read))
    };
    loop {
        if cursor.needs_description()
            && let Err(error) = cursor.learn(Some(&module))
        {
            return refused(error, &cursor, server, &read);
        }
        let request = match cursor.next_page() {
            Ok(Some(request)) => request,
            Ok(None) => break,
            Err(error) => return refused(error, &cursor, server, &read),
        };
        if server.requests > MOST_REQUESTS {
            return Err(story("does not end", server, &read));
        }
        if request
            .order_by
            .as_ref()
            .is_some_and(|order| order.fields.first().is_some_and(|field| *field == "id"))
        {
            stages.push(Stage { begin: read.len(), is_missed: true });
        }
        let sent = wire_text(&request).map_err(|error| story(&format!("{error:?}"), server, &read))?;
        let page = server.answer(&sent);
        let before_page = cursor.clone();
        let kept = match cursor.accept(&page) {
            Ok(kept) => kept,
            Err(error) => return refused(error, &cursor, server, &read),
        };
        let mut take = kept.len();
        if take > 0 && server.rng.f64() < *crash {
            take = server.rng.usize(1..=take);
        }
        let ids: Vec<u64> = kept.iter().map(|&row| page.id(row).unwrap().record).collect();
        if take < kept.len() || take > 0 && server.rng.f64() < *crash {
            ask_ahead(&cursor, server);
            cursor = resumed(query, *page_size, before_page, &cursor, page, &kept, take, lives);
            lives = (read.len() + take) as u64;
            stages.push(Stage { begin: read.len() + take, is_missed: false });
        }
        // A page that came again can have a record that was deleted since.
        read.extend(ids[..take].iter().map(|&id| (id, server.last_version(id).clone())));
    }
    let is_by_number = cursor.into_by_value().is_none();
    let outcome = Outcome {
        server,
        query: &lower(query).unwrap(),
        window,
        is_by_number,
        wanted: &wanted,
        before: &before,
        read: &read,
        stages: &stages,
    };
    outcome.verify().map_err(|what| story(&what, server, &read))?;
    Ok(server.requests)
}

/// Whether the record that the query was to go on behind has a value in its order that the server shows otherwise than
/// it compares: then a query may stop.
fn is_shown_otherwise(cursor: &Cursor, query: &Query, server: &Server) -> bool {
    let position =
        cursor.clone().into_by_value().and_then(|by_value| by_value.position()).unwrap_or_default();
    let position: serde_json::Value = serde_json::from_str(&position).unwrap_or_default();
    let id = position["state"]["row"]["id"].as_str().and_then(|id| id.parse::<RecordId>().ok());
    let fields: Vec<&str> =
        query.order_by.iter().flat_map(|order| order.fields.iter().map(Name::as_str)).collect();
    let versions = server.versions.iter().filter(|(version, _)| Some(*version) == id.map(|id| id.record));
    let mut pairs = versions.flat_map(|(_, row)| fields.iter().map(move |field| (*field, row)));
    pairs.any(|(field, row)| server.shows_otherwise(field, row))
}

fn rows_as_text(rows: &BTreeMap<u64, Row>) -> String {
    let short = |value: &Option<String>| {
        value.as_ref().map_or("NULL".to_owned(), |text| match text.len() {
            0..30 => format!("{text:?}"),
            length => format!("{:?}…{:?}({length})", &text[..5], &text[length - 5..]),
        })
    };
    let row = |(id, row): (&u64, &Row)| {
        let values: Vec<String> =
            row.values.iter().map(|(name, value)| format!("{name}={}", short(value))).collect();
        format!("  {id}: {} items={:?}", values.join(" "), row.items)
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// What the process that ends has asked for already: the server's last answer is to that.
fn ask_ahead(cursor: &Cursor, server: &mut Server) {
    let mut ahead = cursor.clone();
    if server.rng.bool()
        && !ahead.needs_description()
        && let Ok(Some(request)) = ahead.next_page()
        && let Ok(text) = wire_text(&request)
    {
        server.answer(&text);
    }
}

/// The query in another process, after `take` of the rows that a page gave: what was written down is all that is
/// left.
#[expect(clippy::too_many_arguments, reason = "all that was known when it stopped")]
fn resumed(
    query: &Query,
    page_size: u32,
    before: Cursor,
    after: &Cursor,
    page: Table,
    kept: &[usize],
    take: usize,
    earlier: u64,
) -> Cursor {
    let (rows, last) = before.delivered();
    let progress = Progress::new(earlier, None).and(Progress::new(rows, last));
    let mut window = Window::of(query).unwrap();
    let mut plan = Plan::of(query, window);
    let last = page.id(kept[take - 1]);
    let way = after.station(before, &Arc::new(page), kept.to_vec());
    let text = Station { before: progress, way }.after(take, last).to_string();
    let progress: Progress = text.parse().unwrap();
    window.limit = window.limit.map(|limit| limit.saturating_sub(progress.rows));
    if progress.position().is_some_and(Seen::wrote) {
        (plan, window.offset) = (Plan::ByNumber, 0);
    }
    let mut cursor =
        Cursor::new(query, if window.limit == Some(0) { Plan::Nothing } else { plan }, window, page_size)
            .unwrap();
    cursor.resume(&progress).unwrap();
    cursor
}
