//! What a client can put before a model unasked: the schema, the rules, the language.

use crate::audit::Entry;
use crate::dense;
use crate::instance::Trouble;
use crate::world::World;
use rmcp::model::{Resource, ResourceTemplate};
use vtql_schema::rules;

const SCHEMA: &str = "vtql://schema";
const RULES: &str = "vtql://rules";
const LANGUAGE: &str = "vtql://language";

/// The language on a page.
const PAGE: &str = include_str!("language.md");

pub(crate) fn list() -> Vec<Resource> {
    let resource = |uri: &str, name: &str, about: &str| {
        Resource::new(uri, name).with_description(about).with_mime_type("text/plain")
    };
    vec![
        resource(LANGUAGE, "language", "The query language on a page"),
        resource(RULES, "rules", "Every code that findings have, a line each"),
        resource(SCHEMA, "schema", "The modules of the CRM"),
    ]
}

pub(crate) fn templates() -> Vec<ResourceTemplate> {
    let template = |uri: &str, name: &str, about: &str| {
        ResourceTemplate::new(uri, name).with_description(about).with_mime_type("text/plain")
    };
    vec![
        template("vtql://schema/{module}", "module", "The fields of a module by type"),
        template("vtql://rules/{code}", "rule", "What a code means, and what to do"),
    ]
}

/// The text of a resource, written down as a call is; `None` when there is no such one.
pub(crate) async fn read(world: &World, uri: &str) -> Result<Option<String>, Trouble> {
    let before = world.budget.sent();
    let read = text(world, uri).await;
    let tool = if uri.starts_with(SCHEMA) { SCHEMA } else { "resource" };
    let outcome = if matches!(read, Ok(Some(_))) { "done" } else { "refused" };
    let entry = Entry { tool: tool.to_owned(), ..Entry::default() };
    world.audit.write(&entry, outcome, world.budget.sent().saturating_sub(before))?;
    read
}

async fn text(world: &World, uri: &str) -> Result<Option<String>, Trouble> {
    if uri == LANGUAGE {
        return Ok(Some(PAGE.to_owned()));
    }
    if uri == RULES {
        return Ok(Some(codes()));
    }
    if uri == SCHEMA {
        let names = world.modules().await?.into_iter().map(|module| module.name);
        return Ok(Some(names.collect::<Vec<_>>().join("\n")));
    }
    if let Some(name) = uri.strip_prefix("vtql://schema/") {
        let module = world.module(name).await?;
        return Ok(module.map(|module| dense::module(&module.view, &world.options.policy)));
    }
    Ok(uri.strip_prefix("vtql://rules/").and_then(code))
}

fn codes() -> String {
    let of_language = vtql_parser::codes::ALL.iter().map(|it| (it.code.as_str(), it.title));
    let of_rules = rules::all().iter().map(|rule| (rule.code(), rule.title()));
    let mut lines: Vec<String> = of_language.map(|(code, title)| format!("{code} {title}")).collect();
    lines.extend(of_rules.map(|(code, title)| format!("{} {title}", code.as_str())));
    lines.sort();
    lines.dedup();
    lines.join("\n")
}

fn code(code: &str) -> Option<String> {
    let rule = rules::find(code).map(rules::Rule::documentation);
    let of_language = || {
        let known = vtql_parser::codes::ALL.iter().find(|it| it.code.as_str() == code)?;
        Some(format!("{code}: {}", known.title))
    };
    rule.or_else(of_language)
}
