//! What there is, in levels of detail.

use super::arguments;
use crate::answer::Answer;
use crate::audit::Entry;
use crate::dense;
use crate::instance::Trouble;
use crate::tokens::estimate;
use crate::world::{Described, World};
use serde::Deserialize;
use serde_json::Value;
use std::fmt::Write;
use vtql_schema::{Field, suggest};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    module: Option<String>,
    #[serde(default)]
    fields: Vec<String>,
    search: Option<String>,
}

/// The most that the values of one field take.
const VALUES: usize = 400;

pub(super) async fn call(world: &World, given: Value, entry: Entry) -> Result<Answer, Trouble> {
    let Arguments { module, fields, search } = arguments(given)?;
    let search = search.map(|word| word.to_lowercase()).filter(|word| !word.is_empty());
    let Some(name) = module else {
        if !fields.is_empty() {
            return Err(Trouble::argument("`fields` needs the `module` that they are of"));
        }
        return modules(world, search.as_deref(), entry).await;
    };
    let Some(module) = world.module(&name).await? else {
        return Err(no_module(world, &name).await?);
    };
    let view = &module.view;
    let entry = Entry { module: Some(name), ..entry };
    let policy = &world.options.policy;
    let bound = world.options.bounds.tokens;
    let about = |field: &Field| dense::field(field, policy.masks(&view.name, &field.name), VALUES);
    if !fields.is_empty() {
        let found = fields.iter().map(|name| view.field(name).ok_or_else(|| no_field(&module, name)));
        let found: Vec<&Field> = found.collect::<Result<_, _>>()?;
        let lines: Vec<String> = found.into_iter().map(about).collect();
        return Ok(Answer::text(bounded(&lines, bound, "ask for fewer fields"), Entry { fields, ..entry }));
    }
    let Some(word) = search else {
        let text = dense::module(view, policy);
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        return Ok(Answer::text(bounded(&lines, bound, "find the others with `search`"), entry));
    };
    let lines: Vec<String> = view.fields().iter().filter_map(|field| hit(field, &word, about)).collect();
    if lines.is_empty() {
        return Ok(Answer::text(format!("no field of {} has to do with it", view.name), entry));
    }
    Ok(Answer::text(bounded(&lines, bound, "search for something longer"), entry))
}

/// A field whose name or label has the word in it, or that offers such a value; then of its values these alone.
fn hit(field: &Field, word: &str, about: impl Fn(&Field) -> String) -> Option<String> {
    let has = |text: &str| text.to_lowercase().contains(word);
    if has(&field.name) || has(&field.label) {
        return Some(about(field));
    }
    let mut offers = field.clone();
    offers.picklist.retain(|value| has(&value.value) || has(&value.label));
    (!offers.picklist.is_empty()).then(|| about(&offers))
}

async fn modules(world: &World, word: Option<&str>, entry: Entry) -> Result<Answer, Trouble> {
    let modules = world.modules().await?;
    let has = |text: &str| word.is_none_or(|word| text.to_lowercase().contains(word));
    let hits = modules.iter().filter(|module| has(&module.name) || has(&module.label));
    let lines: Vec<String> = hits
        .map(|module| {
            let mut line = module.name.clone();
            if module.label != module.name && !module.label.is_empty() {
                let _ = write!(line, " \"{}\"", dense::line(&module.label));
            }
            if !module.is_entity {
                line.push_str(" (settings)");
            }
            line
        })
        .collect();
    if lines.is_empty() {
        let text = "no module is called so: `search` together with `module` looks at fields";
        return Ok(Answer::text(text.to_owned(), entry));
    }
    Ok(Answer::text(bounded(&lines, world.options.bounds.tokens, "find the others with `search`"), entry))
}

async fn no_module(world: &World, name: &str) -> Result<Trouble, Trouble> {
    let modules = world.modules().await?;
    let near = suggest::closest(name, modules.iter().map(|module| module.name.as_str()));
    let trouble = Trouble::new("NO_MODULE", format!("there is no module `{}`", dense::line(name)));
    Ok(match near {
        Some(near) => trouble.help(format!("did you mean `{near}`?")),
        None => trouble.help("call vtql_schema without arguments for the list"),
    })
}

fn no_field(module: &Described, name: &str) -> Trouble {
    let view = &module.view;
    let near = suggest::closest(name, view.fields().iter().map(|field| field.name.as_str()));
    let message = format!("module `{}` has no field `{}`", view.name, dense::line(name));
    let trouble = Trouble::new("NO_FIELD", message);
    match near {
        Some(near) => trouble.help(format!("did you mean `{near}`?")),
        None => trouble.help("give `search` a part of its name or label"),
    }
}

/// As many lines as the bound allows, and how many more there are.
fn bounded(lines: &[String], tokens: usize, cure: &str) -> String {
    let mut text = String::new();
    let mut spent = 0;
    for (index, line) in lines.iter().enumerate() {
        let mut line = line.as_str();
        spent += estimate(line) + 1;
        let is_over = spent > tokens;
        if is_over && index == 0 {
            // A line that is too long alone is cut behind a word.
            let most = line.char_indices().nth(tokens * 2).map_or(line.len(), |(at, _)| at);
            line = line[..most].rsplit_once(' ').map_or(&line[..most], |(whole, _)| whole);
            text.push_str(line);
        }
        if is_over {
            let _ = write!(text, "\n(cut here: {} more lines; {cure})", lines.len() - index.max(1));
            break;
        }
        if index > 0 {
            text.push('\n');
        }
        text.push_str(line);
    }
    text
}
