//! Says how far an export is.

use crate::terminal::{Progress, Terminal};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use vtql_client::{Client, Quota};
use vtql_mirror::Step;

pub(super) struct Meter {
    client: Client,
    state: Mutex<State>,
    progress: Progress,
}

struct State {
    began: Instant,
    shown: Option<Instant>,
    fetched: u64,
    tables: BTreeMap<String, Table>,
}

/// How far a table is.
#[derive(Clone, Copy, Default)]
struct Table {
    rows: u64,
    total: Option<u64>,
    complete: bool,
    asked: Option<Asked>,
}

/// How far a table is whose rows nobody knows the number of: relations, files.
#[derive(Clone, Copy)]
struct Asked {
    /// When it was first heard of, and what had been asked for by then.
    since: (Instant, u64),
    done: u64,
    of: u64,
}

impl Asked {
    /// How long the rest takes at the speed so far.
    #[expect(clippy::cast_precision_loss, reason = "it is an estimate")]
    fn time_left(&self, now: Instant) -> Option<Duration> {
        let (began, before) = self.since;
        let done = self.done.checked_sub(before).filter(|done| *done > 0)?;
        let left = self.of.saturating_sub(self.done) as f64 / done as f64;
        Duration::try_from_secs_f64((now - began).as_secs_f64() * left).ok()
    }
}

/// The line changes no more often.
const PAUSE: Duration = Duration::from_millis(200);

impl Meter {
    pub(super) fn new(terminal: &Terminal, client: Client) -> Self {
        let state = State { began: Instant::now(), shown: None, fetched: 0, tables: BTreeMap::new() };
        Meter { client, state: Mutex::new(state), progress: terminal.progress_of_file() }
    }

    pub(super) fn take(&self, step: &Step) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.fetched += step.page;
        let before = state.tables.get(&step.module).and_then(|table| table.asked);
        let asked = step.asked.map(|(done, of)| {
            let since = before.map_or((Instant::now(), done), |before| before.since);
            Asked { since, done, of }
        });
        let table = Table { rows: step.rows, total: step.total, complete: step.complete, asked };
        state.tables.insert(step.module.clone(), table);
        if state.shown.is_some_and(|shown| shown.elapsed() < PAUSE) {
            return;
        }
        state.shown = Some(Instant::now());
        let page_size = u64::from(self.client.page_size().get());
        let quota = self.client.quota();
        self.progress.show(|| state.line(&step.module, state.began.elapsed(), page_size, &quota));
    }
}

impl State {
    fn line(&self, module: &str, elapsed: Duration, page_size: u64, quota: &Quota) -> String {
        let table = self.tables.get(module).copied().unwrap_or_default();
        let mut line = format!("{module}: {} rows", table.rows);
        if let Some(total) = table.total {
            let _ = write!(line, " of {total}");
        }
        if let Some(Asked { done, of, .. }) = table.asked {
            let _ = write!(line, ", {done} of {of} asked for");
        }
        let rows: u64 = self.tables.values().map(|table| table.rows).sum();
        let speed = speed(self.fetched, elapsed);
        let _ = write!(line, ", {rows} in all, {speed:.0} rows/s");
        if let Some(left) = quota.minute_remaining {
            let _ = write!(line, ", {left} requests left in this minute");
        }
        if let Some(left) = quota.daily_remaining {
            let _ = write!(line, ", {left} today");
        }
        let time = match table.asked {
            Some(asked) => asked.time_left(Instant::now()),
            None => self.rows_left().and_then(|rows| time_left(rows, speed, page_size, quota)),
        };
        if let Some(time) = time {
            let _ = write!(line, ", about {} left", words(time));
        }
        line
    }

    /// The rows of the modules that are still to come; `None` where the number of one of them is not known.
    fn rows_left(&self) -> Option<u64> {
        let of_modules = self.tables.iter().filter(|(name, _)| !name.starts_with('_'));
        of_modules
            .map(
                |(_, table)| {
                    if table.complete { Some(0) } else { Some(table.total?.saturating_sub(table.rows)) }
                },
            )
            .sum()
    }
}

#[expect(clippy::cast_precision_loss, reason = "it is shown in whole rows")]
fn speed(rows: u64, elapsed: Duration) -> f64 {
    rows as f64 / elapsed.as_secs_f64().max(0.001)
}

/// How long so many rows take: at the speed so far, and no faster than the quota lets their pages through.
#[expect(clippy::cast_precision_loss, reason = "it is an estimate")]
fn time_left(rows: u64, speed: f64, page_size: u64, quota: &Quota) -> Option<Duration> {
    if rows == 0 || speed <= 0.0 {
        return None;
    }
    let pages = rows.div_ceil(page_size.max(1));
    let minute = quota.minute_limit.filter(|limit| *limit > 0).map_or(0.0, |limit| {
        let waiting = pages.saturating_sub(quota.minute_remaining.unwrap_or_default());
        waiting as f64 / limit as f64 * 60.0
    });
    let hour = quota.hourly_limit.filter(|limit| *limit > 0 && pages > *limit);
    let hour = hour.map_or(0.0, |limit| pages as f64 / limit as f64 * 3_600.0);
    let seconds = (rows as f64 / speed).max(minute).max(hour);
    Duration::try_from_secs_f64(seconds).ok()
}

/// A time as one says it.
fn words(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growth() -> Quota {
        let mut quota = Quota::default();
        (quota.minute_limit, quota.minute_remaining) = (Some(30), Some(10));
        (quota.hourly_limit, quota.daily_remaining) = (Some(1_000), Some(23_000));
        quota
    }

    #[test]
    fn the_time_left_is_that_of_the_slowest_bound() {
        let seconds = |rows, speed, quota: &Quota| time_left(rows, speed, 100, quota).map(|it| it.as_secs());
        assert_eq!(seconds(10_000, 100.0, &Quota::default()), Some(100));
        // 100 pages, 10 of them in this minute, and 30 in each that comes.
        assert_eq!(seconds(10_000, 1_000.0, &growth()), Some(180));
        // 2,000 pages at 1,000 an hour.
        assert_eq!(seconds(200_000, 1_000.0, &growth()), Some(7_200));
        // The server is slower than the quota.
        assert_eq!(seconds(10_000, 10.0, &growth()), Some(1_000));
        assert_eq!((seconds(0, 10.0, &growth()), seconds(10, 0.0, &growth())), (None, None));
    }

    #[test]
    fn the_line_says_how_far_it_is_and_guesses_nothing() {
        let mut state = State { began: Instant::now(), shown: None, fetched: 2_000, tables: BTreeMap::new() };
        let table = |rows, total| Table { rows, total, complete: false, asked: None };
        state.tables.insert("Contacts".to_owned(), table(2_000, Some(12_000)));
        state.tables.insert("Leads".to_owned(), table(0, None));
        let line = |state: &State| state.line("Contacts", Duration::from_secs(20), 100, &growth());
        let known = "Contacts: 2000 rows of 12000, 2000 in all, 100 rows/s, 10 requests left in this minute, 23000 today";
        assert_eq!(line(&state), known, "the number of leads is not known, and so is the time");
        state.tables.insert("Leads".to_owned(), Table { complete: true, ..table(0, None) });
        assert_eq!(line(&state), format!("{known}, about 3 min left"));
    }

    #[test]
    fn the_time_left_of_relations_is_that_of_what_is_still_asked_for() {
        let now = Instant::now();
        let began = now.checked_sub(Duration::from_secs(10)).unwrap_or(now);
        let left = |before, done, of| Asked { since: (began, before), done, of }.time_left(now);
        assert_eq!(left(0, 100, 700), Some(Duration::from_mins(1)));
        // What an earlier run asked for says nothing of the speed.
        assert_eq!(left(500, 600, 700), Some(Duration::from_secs(10)));
        assert_eq!((left(5, 5, 700), left(0, 700, 700)), (None, Some(Duration::ZERO)));
    }

    #[test]
    fn times_are_said_in_their_greatest_units() {
        let said = |seconds| words(Duration::from_secs(seconds));
        assert_eq!([said(7), said(125), said(7_260), said(90_000)], ["7 s", "2 min", "2 h 1 min", "1 d 1 h"]);
    }
}
