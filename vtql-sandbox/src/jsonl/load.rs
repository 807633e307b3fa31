use crate::catalog::{Field, Kind, Module};
use crate::error::StartErrorKind;
use crate::store::{Record, Store};
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// How many records go into one transaction.
const BATCH: usize = 10_000;

/// Loads `<Module>.jsonl` of each module from a folder: one JSON object a line, a key a field, values
/// as the API writes them. A field without a key is unset; a record without an `id` gets the next one. An id
/// that comes twice is an error. A key that is no field of the module is left out and told.
pub(crate) fn load_dir(store: &Store, dir: &Path) -> Result<Loaded, StartErrorKind> {
    let listing = |source| StartErrorKind::Read { path: dir.to_owned(), source };
    let mut loaded = Loaded::default();
    let mut is_empty = true;
    for file in std::fs::read_dir(dir).map_err(listing)? {
        let name = file.map_err(listing)?.file_name();
        let is_of_a_module = |module: &Module| name.to_str() == Some(&format!("{}.jsonl", module.name));
        if store.catalog.modules().iter().any(|module| is_of_a_module(module)) {
            is_empty = false;
        } else if Path::new(&name).extension().is_some_and(|it| it == "jsonl" || it == "json") {
            let reason = "it is not the name of a module with `.jsonl`: not loaded";
            loaded.left_out.push(format!("{}: {reason}", dir.join(&name).display()));
        }
    }
    if is_empty {
        loaded.left_out.push(format!("{}: no records are in it", dir.display()));
    }
    for module in store.catalog.modules() {
        let path = dir.join(format!("{}.jsonl", module.name));
        if path.is_file() {
            load_file(store, module, &path, &mut loaded)?;
        }
    }
    Ok(loaded)
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// How many records.
    pub(crate) records: usize,
    /// What of them was left out, a sentence each.
    pub(crate) left_out: Vec<String>,
}

fn load_file(store: &Store, module: &Module, path: &Path, loaded: &mut Loaded) -> Result<(), StartErrorKind> {
    let unreadable = |source| StartErrorKind::Read { path: path.to_owned(), source };
    let mut batch = Vec::new();
    let mut known = Known::of(module);
    let mut ids = HashSet::new();
    let lines = BufReader::new(File::open(path).map_err(unreadable)?).lines();
    for (index, line) in lines.enumerate() {
        let line = line.map_err(unreadable)?;
        if line.trim().is_empty() {
            continue;
        }
        let wrong = |reason| StartErrorKind::Record { path: path.to_owned(), line: index + 1, reason };
        let row: Map<String, Value> =
            serde_json::from_str(&line).map_err(|error| wrong(error.to_string()))?;
        for reason in known.left_out(module, &row) {
            loaded.left_out.push(format!("{}:{}: {reason}", path.display(), index + 1));
        }
        let record = read(store, module, &row).map_err(wrong)?;
        if !ids.insert(record.id) {
            return Err(wrong(format!("the id `{}` comes twice", module.id(record.id))));
        }
        loaded.records += 1;
        batch.push(record);
        if batch.len() == BATCH {
            store.insert_all(module, batch.drain(..))?;
        }
    }
    Ok(store.insert_all(module, batch)?)
}

/// The keys that a record of a module may have.
pub(super) struct Known<'a> {
    fields: HashSet<&'a str>,
    /// Those that were met and are none.
    told: HashSet<String>,
}

/// What answers have beside fields.
const BESIDE_FIELDS: [&str; 5] = ["id", "label", "imageattachmentids", "LineItems", "LineItems_FinalDetails"];

impl<'a> Known<'a> {
    pub(super) fn of(module: &'a Module) -> Self {
        let names = module.fields().iter().flat_map(|field| [field.name(), field.key.as_str()]);
        Known { fields: names.chain(BESIDE_FIELDS).collect(), told: HashSet::new() }
    }

    /// What of a record is left out and was not told before.
    pub(super) fn left_out(&mut self, module: &Module, row: &Map<String, Value>) -> Vec<String> {
        let mut reasons = Vec::new();
        for key in row.keys() {
            if !self.fields.contains(key.as_str()) && self.told.insert(key.clone()) {
                let near = self.fields.iter().find(|name| name.eq_ignore_ascii_case(key));
                let near = near.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
                reasons.push(format!("`{}` has no field `{key}`, which is left out{near}", module.name));
            }
        }
        reasons
    }
}

pub(super) fn read(store: &Store, module: &Module, row: &Map<String, Value>) -> Result<Record, String> {
    let id = match row.get("id").and_then(Value::as_str) {
        Some(text) => {
            let id = id_number(text).ok_or_else(|| format!("`{text}` is no record id"))?;
            if module.id(id) != text {
                return Err(format!(
                    "`{text}` is no id of {}: this would be `{}`",
                    module.name,
                    module.id(id)
                ));
            }
            id
        }
        None => store.next_id(module),
    };
    let mut record = Record::blank(module, id);
    for (position, field) in module.fields().iter().enumerate() {
        let Some(slot) = record.values.get_mut(position) else { continue };
        // A key that two fields have holds the value of the later.
        let by_key = row.get(&field.key).filter(|_| !field.shadowed);
        match by_key.or_else(|| row.get(field.name())) {
            None => {}
            Some(value) => *slot = stored(field, value),
        }
    }
    Ok(record)
}

/// A value as it is stored, from a value of the API.
fn stored(field: &Field, value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(u8::from(*flag).to_string()),
        other => Some(other.to_string()),
    };
    match (field.kind, text) {
        (Kind::Reference, None) => field.unset.clone(),
        (Kind::Date | Kind::DateTime | Kind::Time, text) => text.filter(|text| !text.is_empty()),
        (_, text) => text,
    }
}

fn id_number(text: &str) -> Option<i64> {
    text.split_once('x').map_or(text, |(_, number)| number).parse().ok().filter(|number| *number > 0)
}
