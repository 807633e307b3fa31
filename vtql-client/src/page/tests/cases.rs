//! Random cases: a server with its records, a query, and what its rows have to be.

use super::super::cursor::Cursor;
use super::super::plan::{Plan, Window};
use super::super::source::wire_text;
use super::super::station::{Station, Way};
use super::model::{self, Key, Row, Server, Ways};
use crate::error::{ErrorKind, Progress};
use crate::record::Table;
use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use vtql_parser::ast::{Direction, Query};
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
        if writers == Writers::Yes || rng.bool() {
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
                rows,
                ways,
                volatile,
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
    let refused = |error: crate::error::Error, server: &Server, read: &[(u64, Row)]| {
        // Rows that are shown otherwise than they compare, and not told before the second page.
        // An empty reference at the boundary, whose record was changed before it was known what it stands for.
        let is_changed = server.ways.writes > 0.0 && text.contains(" r");
        if error.kind() == ErrorKind::UnexpectedAnswer
            && (server.ways.rounded || text.contains('z') || is_changed)
            && format!("{error:?}").contains("cannot be continued")
        {
            return Ok(server.requests);
        }
        Err(story(&format!("{error:?}"), server, read))
    };
    loop {
        if cursor.needs_description()
            && let Err(error) = cursor.learn(Some(&module))
        {
            return refused(error, server, &read);
        }
        let request = match cursor.next_page() {
            Ok(Some(request)) => request,
            Ok(None) => break,
            Err(error) => return refused(error, server, &read),
        };
        if server.requests > 400 {
            return Err(story("does not end", server, &read));
        }
        let sent = wire_text(&request).map_err(|error| story(&format!("{error:?}"), server, &read))?;
        let page = server.answer(&sent);
        let before_page = cursor.clone();
        let kept = match cursor.accept(&page) {
            Ok(kept) => kept,
            Err(error) => return refused(error, server, &read),
        };
        let mut take = kept.len();
        if take > 0 && server.rng.f64() < *crash {
            take = server.rng.usize(1..=take);
        }
        let ids: Vec<u64> = kept.iter().map(|&row| page.id(row).unwrap().record).collect();
        if (take < kept.len() || take > 0 && server.rng.f64() < *crash)
            && let Some(resumed) = resumed(query, *page_size, before_page, &cursor, page, &kept, take, lives)
        {
            cursor = resumed;
            lives = (read.len() + take) as u64;
        } else {
            take = kept.len();
        }
        read.extend(ids[..take].iter().map(|&id| (id, server.rows[&id].clone())));
    }
    verify(server, query, window, plan, &cursor, &wanted, &before, &read)
        .map_err(|what| story(&what, server, &read))?;
    Ok(server.requests)
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
) -> Option<Cursor> {
    let progress = Progress::new(earlier, None).and(before.progress());
    let mut window = Window::of(query).unwrap();
    let plan = Plan::of(query, window);
    let last = page.id(kept[take - 1]);
    let way = match (before.into_by_value()?, after.by_value()?) {
        (before, after) if !after.is_by_id() => {
            Way::Values(Box::new((before, after.clone())), Arc::new(page), kept.to_vec())
        }
        _ => Way::Ids,
    };
    let text = Station { before: progress, way }.after(take, last).to_string();
    let progress: Progress = text.parse().unwrap();
    window.limit = window.limit.map(|limit| limit.saturating_sub(progress.rows));
    let mut cursor =
        Cursor::new(query, if window.limit == Some(0) { Plan::Nothing } else { plan }, window, page_size)
            .unwrap();
    cursor.resume(&progress).unwrap();
    Some(cursor)
}

/// The records that meet the query's condition, whichever of their joined rows does.
fn matching(server: &Server, query: &Query) -> Vec<u64> {
    let wire = lower(query).unwrap();
    let names = model::mentioned(&wire);
    let with_items = server.has_items() && names.contains("quantity");
    let meets = |row: &Row, id: u64| {
        let items = if with_items && !row.items.is_empty() {
            (0..row.items.len()).map(Some).collect()
        } else {
            vec![None]
        };
        items.into_iter().any(|item| {
            wire.filter.as_ref().is_none_or(|filter| Server::holds(filter, id, row, item) == Some(true))
        })
    };
    server.rows.iter().filter(|&(&id, row)| meets(row, id)).map(|(&id, _)| id).collect()
}

/// The rank of a row in the order of a query: ties have the same one.
fn rank(query: &Query, id: u64, row: &Row) -> Vec<(Option<Key>, bool)> {
    let Some(order) = &query.order_by else { return vec![(Server::sort_key("id", id, row, None), false)] };
    let last = order.fields.len() - 1;
    let keys = order.fields.iter().enumerate().map(|(at, field)| {
        (
            Server::sort_key(field.as_str(), id, row, None),
            at == last && order.direction == Some(Direction::Desc),
        )
    });
    keys.collect()
}

fn in_order(one: &[(Option<Key>, bool)], other: &[(Option<Key>, bool)]) -> std::cmp::Ordering {
    for ((one, desc), (other, _)) in one.iter().zip(other) {
        let order = if *desc { other.cmp(one) } else { one.cmp(other) };
        if order.is_ne() {
            return order;
        }
    }
    std::cmp::Ordering::Equal
}

#[expect(clippy::too_many_arguments, reason = "all that a case is")]
fn verify(
    server: &Server,
    query: &Query,
    window: Window,
    plan: Plan,
    cursor: &Cursor,
    wanted: &BTreeSet<u64>,
    before: &BTreeMap<u64, Row>,
    read: &[(u64, Row)],
) -> Result<(), String> {
    let stable: Vec<u64> = read.iter().map(|(id, _)| *id).filter(|id| wanted.contains(id)).collect();
    if stable.iter().collect::<BTreeSet<_>>().len() < stable.len() {
        return Err("twice".to_owned());
    }
    let limit = window.limit.map(|limit| usize::try_from(limit).unwrap());
    if limit.is_some_and(|limit| read.len() > limit) {
        return Err("too many".to_owned());
    }
    let by_number = cursor.by_value().is_none();
    let done = limit.is_none_or(|limit| read.len() < limit);
    let missing = |id: &&u64| !stable.contains(id);
    if plan == Plan::ByNumber
        || by_number && query.order_by.as_ref().is_some_and(|order| order.direction.is_some())
        || by_number && server.ways.writes > 0.0
    {
        // Each once, and all of them; the order is as good as it can be.
        let skipped = usize::try_from(window.offset).unwrap();
        let lost = wanted.iter().filter(missing).count();
        return if done && lost > skipped { Err("missing".to_owned()) } else { Ok(()) };
    }
    let ranks: Vec<_> =
        read.iter().filter(|(id, _)| wanted.contains(id)).map(|(id, row)| rank(query, *id, row)).collect();
    if !ranks.is_sorted_by(|one, other| in_order(one, other).is_le()) {
        return Err("out of order".to_owned());
    }
    let mut all: Vec<_> = wanted.iter().map(|&id| rank(query, id, &before[&id])).collect();
    all.sort_by(|one, other| in_order(one, other));
    if server.ways.writes > 0.0 {
        let last = ranks.last();
        let is_lost = |id: &&u64| {
            let rank = rank(query, **id, &before[*id]);
            done || last.is_some_and(|last| in_order(&rank, last).is_lt())
        };
        return match wanted.iter().filter(missing).find(is_lost) {
            Some(id) => Err(format!("missing: {id}")),
            None => Ok(()),
        };
    }
    let skipped = usize::try_from(window.offset).unwrap().min(all.len());
    let end = limit.map_or(all.len(), |limit| (skipped + limit).min(all.len()));
    let right: Vec<_> = all[skipped..end].to_vec();
    if ranks.len() != read.len()
        || ranks.len() != right.len()
        || ranks.iter().zip(&right).any(|(one, other)| in_order(one, other).is_ne())
    {
        return Err(format!("missing or wrong: {} rows instead of {}", ranks.len(), right.len()));
    }
    Ok(())
}
