//! What a statement costs in requests, before it is run.

use crate::counts::Count;
use crate::error::{Error, Result};
use crate::rules::ModuleCount;
use crate::scan::{ModuleScan, of_all};
use datafusion::common::JoinType;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::joins::{CrossJoinExec, HashJoinExec, NestedLoopJoinExec};
use datafusion::physical_plan::recursive_query::RecursiveQueryExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use vtql_parser::lower::lower;

/// From at least to at most so many; `None` where the most is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub least: u64,
    /// The most.
    pub most: Option<u64>,
}

/// What a statement costs: requests for rows, logins and descriptions left out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Price {
    /// Its scans, in the order of the plan.
    pub scans: Vec<ScanPrice>,
    /// The requests that are likely.
    pub requests: u64,
    /// Between these they are.
    pub range: Range,
    /// The requests that it took to find this out.
    pub counts: u64,
    /// How long the requests take under the quota that the instance announced.
    pub time: Option<Duration>,
}

/// What one scan costs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScanPrice {
    /// The module.
    pub module: String,
    /// The text that goes to the server, the bounds of pages left out.
    pub query: String,
    /// How its rows come.
    pub way: Way,
    /// How many rows meet the conditions, where the server counts.
    pub rows: Option<u64>,
    /// How old that number is.
    pub age: Option<Duration>,
    /// The requests that are likely.
    pub requests: u64,
    /// Between these they are.
    pub range: Range,
}

/// How the rows of a scan come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Way {
    /// All of them, page by page.
    Whole,
    /// A number of them.
    First,
    /// Counted by the server.
    Count,
    /// Those with the keys of a join's other side, or all of them where that is cheaper.
    Keys,
}

impl Range {
    fn exactly(requests: u64) -> Self {
        Range { least: requests, most: Some(requests) }
    }

    /// Whether there is but one number in it.
    pub fn is_exact(self) -> bool {
        self.most == Some(self.least)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.most {
            Some(most) if most == self.least => write!(f, "{most}"),
            Some(most) => write!(f, "{} to {most}", self.least),
            None => write!(f, "{} or more", self.least),
        }
    }
}

impl Way {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Way::Whole => "whole scan",
            Way::First => "first rows",
            Way::Count => "count",
            Way::Keys => "keys of a join",
        }
    }
}

type Plan = Arc<dyn ExecutionPlan>;

/// A leaf of a plan that asks the server.
enum Leaf<'a> {
    Scan(&'a ModuleScan),
    Count(&'a ModuleCount),
}

/// What is known about where a leaf stands.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    /// Whoever takes its rows may stop early.
    may_stop: bool,
    /// It may not be read at all.
    may_skip: bool,
    /// It is read again for each round of a recursive query.
    repeats: bool,
    /// The first side of the join that it gets keys of.
    first_side: Option<&'a Arc<dyn ExecutionPlan>>,
}

/// What a plan costs. Asks for counts that are not known.
pub(crate) async fn of(plan: &Arc<dyn ExecutionPlan>) -> Result<Price> {
    let mut leaves = Vec::new();
    collect(plan, Place::default(), &mut leaves);
    let (mut scans, mut counts, mut client) = (Vec::new(), 0, None);
    for (leaf, place) in leaves {
        scans.push(match leaf {
            Leaf::Count(count) => {
                client = Some(count.instance().client.clone());
                price_of_count(count, place)?
            }
            Leaf::Scan(scan) => {
                client = Some(scan.instance().client.clone());
                price_of_scan(scan, place, &mut counts).await?
            }
        });
    }
    let requests = scans.iter().map(|scan| scan.requests).sum();
    let range = scans.iter().fold(Range::exactly(0), |sum, scan| Range {
        least: sum.least + scan.range.least,
        most: sum.most.zip(scan.range.most).map(|(one, other)| one + other),
    });
    let quota = client.and_then(|client| client.quota().minute_limit);
    let minutes = quota.filter(|limit| *limit > 0).map(|limit| requests / limit);
    let time = minutes.map(|minutes| Duration::from_secs(minutes * 60));
    Ok(Price { scans, requests, range, counts, time })
}

/// The leaves of a plan, in the order in which they are read.
fn collect<'a>(plan: &'a Arc<dyn ExecutionPlan>, place: Place<'a>, leaves: &mut Vec<(Leaf<'a>, Place<'a>)>) {
    if let Some(scan) = plan.downcast_ref::<ModuleScan>() {
        leaves.push((Leaf::Scan(scan), place));
        return;
    }
    if let Some(count) = plan.downcast_ref::<ModuleCount>() {
        leaves.push((Leaf::Count(count), place));
        return;
    }
    if let Some((first, second, needs_first)) = sides(plan) {
        collect(first, Place { may_stop: false, first_side: None, ..place }, leaves);
        let skips = needs_first && !surely_has_rows(first);
        let place = Place { may_skip: place.may_skip || skips, first_side: Some(first), ..place };
        collect(second, place, leaves);
        return;
    }
    if let Some(recursive) = plan.downcast_ref::<RecursiveQueryExec>() {
        let place = Place { first_side: None, ..place };
        collect(recursive.static_term(), place, leaves);
        // There is a round while the one before had rows.
        collect(recursive.recursive_term(), Place { may_skip: true, repeats: true, ..place }, leaves);
        return;
    }
    let takes_all = plan.downcast_ref::<SortExec>().is_some()
        || plan.downcast_ref::<AggregateExec>().is_some_and(|it| it.limit_options().is_none());
    let may_stop = !takes_all && (place.may_stop || plan.fetch().is_some());
    for child in plan.children() {
        collect(child, Place { may_stop, ..place }, leaves);
    }
}

/// The sides of a join, the one that is read first before the other, and whether the other is not read when there is
/// nothing in the first.
fn sides(plan: &Plan) -> Option<(&Plan, &Plan, bool)> {
    if let Some(join) = plan.downcast_ref::<HashJoinExec>() {
        let needs_first = !matches!(
            join.join_type(),
            JoinType::Right | JoinType::Full | JoinType::RightAnti | JoinType::RightMark
        );
        return Some((join.left(), join.right(), needs_first));
    }
    if let Some(join) = plan.downcast_ref::<NestedLoopJoinExec>() {
        return Some((join.left(), join.right(), true));
    }
    let join = plan.downcast_ref::<CrossJoinExec>()?;
    Some((join.left(), join.right(), true))
}

/// Whether a plan is a scan whose count was asked, and is more than nothing.
fn surely_has_rows(plan: &Arc<dyn ExecutionPlan>) -> bool {
    let Some(scan) = only_scan(plan) else { return false };
    let known = scan.instance().counts.known(&of_all(scan.query()));
    scan.is_exact() && !scan.has_keys() && known.and_then(|count| count.rows).is_some_and(|rows| rows > 0)
}

/// The scan that a plan is, below what leaves its rows as many as they are.
fn only_scan(plan: &Arc<dyn ExecutionPlan>) -> Option<&ModuleScan> {
    let mut plan = plan;
    loop {
        if let Some(scan) = plan.downcast_ref::<ModuleScan>() {
            return Some(scan);
        }
        let keeps_rows = matches!(plan.name(), "ProjectionExec" | "CooperativeExec" | "CoalesceBatchesExec");
        plan = plan.children().into_iter().next().filter(|_| keeps_rows)?;
    }
}

fn price_of_count(count: &ModuleCount, place: Place<'_>) -> Result<ScanPrice> {
    let range = Range { least: u64::from(!place.may_skip), most: (!place.repeats).then_some(1) };
    Ok(ScanPrice {
        module: count.query().module.to_string(),
        query: text(count.query())?,
        way: Way::Count,
        rows: Some(1),
        age: None,
        requests: 1,
        range,
    })
}

async fn price_of_scan(scan: &ModuleScan, place: Place<'_>, counts: &mut u64) -> Result<ScanPrice> {
    let page = u64::from(scan.instance().client.page_size().get());
    let limit = scan.limit().map(|limit| limit as u64);
    let way = match (scan.has_keys(), limit) {
        (true, _) => Way::Keys,
        (false, Some(_)) => Way::First,
        (false, None) => Way::Whole,
    };
    let within_a_page = limit.is_some_and(|limit| limit <= page);
    let count = if within_a_page { None } else { Some(count(scan, counts).await?) };
    let rows = count.and_then(|count| count.rows);
    let whole = match (limit, rows) {
        // One that is not full is followed by an empty one: nothing else says that there are no more.
        (Some(_), None) if within_a_page => Range::exactly(1),
        (limit, Some(rows)) => Range::exactly(requests(rows, limit, page)),
        (Some(limit), None) => Range { least: 1, most: Some(limit.div_ceil(page) + 1) },
        (None, None) => Range { least: 1, most: None },
    };
    let mut requests = whole.most.unwrap_or(whole.least);
    let mut range = whole;
    if way == Way::Keys {
        // Counts that choose between keys and a whole scan, and the ends of two parts.
        range = Range { least: 0, most: whole.most.map(|most| most + 2) };
        if let Some(keys) = likely_keys(scan, place) {
            requests = requests.min(keys.div_ceil(page).max(1));
        }
    }
    if place.may_stop {
        range.least = range.least.min(1);
    }
    if place.may_skip {
        range.least = 0;
    }
    if place.repeats {
        range.most = None;
    }
    Ok(ScanPrice {
        module: scan.query().module.to_string(),
        query: text(scan.query())?,
        way,
        rows,
        age: count.map(Count::age),
        requests,
        range,
    })
}

/// How many records are looked up by their ids, when the rows that name them were counted.
fn likely_keys(scan: &ModuleScan, place: Place<'_>) -> Option<u64> {
    if !scan.is_looked_up_by_id() {
        return None;
    }
    let first = only_scan(place.first_side?)?;
    first.instance().counts.known(&of_all(first.query()))?.rows
}

async fn count(scan: &ModuleScan, asked: &mut u64) -> Result<Count> {
    let (instance, query) = (scan.instance(), of_all(scan.query()));
    if let Some(known) = instance.counts.known(&query) {
        return Ok(known);
    }
    *asked += 1;
    Ok(instance.counts.of(&instance.client, &query).await?)
}

/// The requests for so many rows.
fn requests(rows: u64, limit: Option<u64>, page: u64) -> u64 {
    match limit {
        Some(limit) if limit <= rows => limit.div_ceil(page),
        _ => rows.div_ceil(page) + 1,
    }
}

fn text(query: &vtql_parser::ast::Query) -> Result<String> {
    let wire = lower(query).map_err(|error| Error::new("SQL", error.to_string()))?;
    Ok(wire.to_string())
}
