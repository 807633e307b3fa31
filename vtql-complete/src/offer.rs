//! The items for a place.

use crate::item::{Item, ItemKind};
use crate::known::{self, Asked};
use crate::place::{Place, Walk};
use crate::prefix::Prefix;
use std::collections::BTreeMap;
use vtql_parser::Dialect;
use vtql_parser::encode::wire_literal;
use vtql_schema::types::{Domain, FieldType};
use vtql_schema::{Field, Module, Queryable, Snapshot};

/// A word of the language and what it does.
type Word = (&'static str, &'static str);

const COMPARISONS: &[Word] = &[
    ("=", "equal to"),
    ("!=", "not equal to"),
    ("<", "less than"),
    ("<=", "at most"),
    (">", "greater than"),
    (">=", "at least"),
    ("like", "matches a pattern: % is any text, _ any character"),
    ("in", "one of a list"),
];
const MORE_COMPARISONS: &[Word] = &[
    ("<>", "not equal to"),
    ("between", "within bounds, both included"),
    ("not", "not in, not between"),
    ("is", "is empty, is not empty"),
    ("includes", "has this choice among several"),
];

/// What is known beside the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'s> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) asked: Asked<'s>,
    /// The day that it is.
    pub(crate) today: Option<&'s str>,
}

/// Everything that can stand at the end of a walk.
pub(crate) fn items(walk: &Walk<'_>, prefix: &Prefix<'_>, dialect: Dialect, around: Around<'_>) -> Vec<Item> {
    let Around { snapshot, asked, .. } = around;
    if prefix.quote.is_some() {
        return if walk.place.takes_value() { values(walk, prefix, dialect, around) } else { Vec::new() };
    }
    let surface = dialect == Dialect::Surface;
    let words = |list: &[&str]| keywords(list, walk.capitals);
    match walk.place {
        Place::Start => words(&["select"]),
        Place::FirstColumn => {
            let mut all = fields(snapshot, asked, walk);
            all.push(Item::new(ItemKind::Keyword, "*", "all fields"));
            all.push(Item::new(ItemKind::Keyword, in_case("count(*)", walk.capitals), "the number of rows"));
            all
        }
        Place::Column | Place::Sort => fields(snapshot, asked, walk),
        Place::AfterColumn | Place::AfterStar => words(&["from"]),
        Place::InCount => vec![Item::new(ItemKind::Keyword, "*", "all rows")],
        Place::Module => modules(snapshot, &walk.columns),
        Place::AfterModule => words(&["where", "order by", "limit"]),
        Place::Condition | Place::AfterNot => {
            let mut all = fields(snapshot, asked, walk);
            if surface {
                all.extend(words(&["not"]));
            }
            all
        }
        Place::Test => operators(dialect, walk.capitals),
        // `not like` and `not includes` cannot be sent.
        Place::NegatedTest => words(&["in", "between"]),
        Place::Is => words(&["empty", "not"]),
        Place::IsNot => words(&["empty"]),
        Place::Value | Place::List | Place::InList | Place::Low | Place::High => {
            values(walk, prefix, dialect, around)
        }
        Place::AfterLow => words(&["and"]),
        Place::AfterCondition | Place::AfterBareValue if walk.depth > 0 => words(&["and", "or"]),
        Place::AfterCondition | Place::AfterBareValue => words(&["and", "or", "order by", "limit"]),
        Place::By => words(&["by"]),
        Place::AfterSort => words(&["asc", "desc", "limit"]),
        Place::AfterDirection => words(&["limit"]),
        Place::AfterListValue | Place::Bound | Place::AfterBound => Vec::new(),
    }
}

/// Those of the items that go on as was begun; when there are none, those that hold what was begun in their
/// label or their detail.
pub(crate) fn matching(items: Vec<Item>, begun: &str) -> Vec<Item> {
    if begun.is_empty() {
        return items;
    }
    let begun = begun.to_lowercase();
    let (matching, others): (Vec<Item>, Vec<Item>) =
        items.into_iter().partition(|item| item.label.to_lowercase().starts_with(&begun));
    if !matching.is_empty() {
        return matching;
    }
    let holds = |text: &str| text.to_lowercase().contains(&begun);
    others.into_iter().filter(|item| holds(&item.label) || holds(&item.detail)).collect()
}

fn in_case(word: &str, capitals: bool) -> String {
    if capitals { word.to_ascii_uppercase() } else { word.to_owned() }
}

fn keywords(words: &[&str], capitals: bool) -> Vec<Item> {
    words.iter().map(|word| Item::new(ItemKind::Keyword, in_case(word, capitals), "")).collect()
}

fn operators(dialect: Dialect, capitals: bool) -> Vec<Item> {
    let more = if dialect == Dialect::Surface { MORE_COMPARISONS } else { &[] };
    let words = COMPARISONS.iter().chain(more);
    words.map(|(word, detail)| Item::new(ItemKind::Operator, in_case(word, capitals), *detail)).collect()
}

/// Operators behind a field of a condition that is written in full, with nothing behind it yet.
pub(crate) fn behind_field(
    walk: &Walk<'_>,
    prefix: &Prefix<'_>,
    dialect: Dialect,
    asked: Asked<'_>,
) -> Vec<Item> {
    let begins = matches!(walk.place, Place::Condition | Place::AfterNot) && prefix.quote.is_none();
    match asked {
        Asked::Module(module) if begins && module.field(prefix.text).is_some() => {
            let behind = |item: Item| Item { insert: format!("{} {}", prefix.text, item.insert), ..item };
            operators(dialect, walk.capitals).into_iter().map(behind).collect()
        }
        _ => Vec::new(),
    }
}

/// The modules that can be asked, those with the fields that were named first.
fn modules(snapshot: &Snapshot, columns: &[&str]) -> Vec<Item> {
    let has_all = |module: &Module| columns.iter().all(|name| module.field(name).is_some());
    let askable = snapshot.modules().iter().filter(|module| module.queryable() != Queryable::No);
    let mut modules: Vec<&Module> = askable.collect();
    modules.sort_by_key(|module| !has_all(module));
    modules.into_iter().map(|module| Item::new(ItemKind::Module, &*module.name, &*module.label)).collect()
}

/// The fields that can stand in a statement. Before its module is named these are the fields of every module
/// that has those named so far.
fn fields(snapshot: &Snapshot, asked: Asked<'_>, walk: &Walk<'_>) -> Vec<Item> {
    let readable = |field: &&Field| field.ty != FieldType::Password;
    match asked {
        Asked::Module(module) => module.fields().iter().filter(readable).map(of_module).collect(),
        Asked::Unknown => Vec::new(),
        Asked::NotYet => {
            let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for module in known::having(snapshot, &walk.columns) {
                for field in module.fields().iter().filter(readable) {
                    places.entry(&field.name).or_default().push(&module.name);
                }
            }
            places.into_iter().map(|(name, modules)| of_modules(name, &modules)).collect()
        }
    }
}

fn of_module(field: &Field) -> Item {
    let mut detail = format!("{}: {}", field.label, field.ty);
    if !field.refers_to.is_empty() {
        detail = format!("{detail} to {}", field.refers_to.join(", "));
    }
    Item::new(ItemKind::Field, &*field.name, detail)
}

/// How many modules a detail names.
const NAMED: usize = 3;

fn of_modules(name: &str, modules: &[&str]) -> Item {
    let named = modules.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let detail = match modules.len().saturating_sub(NAMED) {
        0 => format!("of {named}"),
        more => format!("of {named} and {more} more"),
    };
    Item::new(ItemKind::Field, name, detail)
}

/// The values that the field of the condition can have, if they can be told, and a parameter in their place.
fn values(walk: &Walk<'_>, prefix: &Prefix<'_>, dialect: Dialect, around: Around<'_>) -> Vec<Item> {
    let Asked::Module(module) = around.asked else { return Vec::new() };
    let Some(field) = module.field_ignoring_case(walk.field) else { return Vec::new() };
    let literal = |value: &str| quoted(value, prefix.quote.unwrap_or('\''), dialect);
    let item =
        |kind, value: &str, detail: &str| Item { insert: literal(value), ..Item::new(kind, value, detail) };
    let mut items: Vec<Item> = match field.domain() {
        _ if field.is_switch() => [("on", "yes"), ("off", "no")]
            .map(|(value, meaning)| item(ItemKind::Boolean, value, meaning))
            .into(),
        Domain::Boolean => [("1", "yes"), ("0", "no")]
            .map(|(value, meaning)| {
                let insert = if prefix.quote.is_some() { literal(value) } else { value.to_owned() };
                Item { insert, ..Item::new(ItemKind::Boolean, value, meaning) }
            })
            .into(),
        Domain::Date => days(around.today).map(|(day, words)| item(ItemKind::Date, &day, words)).collect(),
        Domain::DateTime => days(around.today)
            .map(|(day, words)| item(ItemKind::Date, &format!("{day} 00:00:00"), words))
            .collect(),
        Domain::Id | Domain::Reference | Domain::Owner => {
            let own = [module.name.as_str()];
            let owners = ["Users", "Groups"];
            let names: Vec<&str> = match field.domain() {
                Domain::Id => own.to_vec(),
                Domain::Owner => owners.to_vec(),
                _ => field.refers_to.iter().map(String::as_str).collect(),
            };
            let modules = names.into_iter().filter_map(|name| around.snapshot.module(name));
            let prefixes = modules.filter_map(|module| Some((module.id_prefix?, &module.name)));
            prefixes.map(|(id, name)| item(ItemKind::IdPrefix, &format!("{id}x"), name)).collect()
        }
        _ => Vec::new(),
    };
    items.extend(field.picklist.iter().map(|offered| {
        let detail = if offered.label == offered.value { "" } else { &offered.label };
        item(ItemKind::PicklistValue, &offered.value, detail)
    }));
    if dialect == Dialect::Surface && prefix.quote.is_none() && prefix.text.is_empty() {
        items.push(Item::new(ItemKind::Parameter, format!("{{{}}}", field.name), "a parameter"));
    }
    items
}

/// Days that are often meant, in words.
fn days(today: Option<&str>) -> impl Iterator<Item = (String, &'static str)> {
    let part = move |length: usize, rest: &'static str, words| {
        today.and_then(|day| day.get(..length)).map(|start| (format!("{start}{rest}"), words))
    };
    [part(10, "", "today"), part(8, "01", "start of the month"), part(5, "01-01", "start of the year")]
        .into_iter()
        .flatten()
}

/// A value as a literal of the dialect.
fn quoted(value: &str, quote: char, dialect: Dialect) -> String {
    match dialect {
        Dialect::Wire => wire_literal(value).unwrap_or_else(|_| "' '".to_owned()),
        Dialect::Surface => format!("{quote}{}{quote}", value.replace(quote, &format!("{quote}{quote}"))),
    }
}
