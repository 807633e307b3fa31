//! What is known of what the mouse points at.

use super::View;
use crate::document::{Named, Region, Role};
use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind};
use std::fmt::Write;
use vtql_parser::ast::Literal;
use vtql_parser::visit::Visit;
use vtql_parser::{Span, TokenKind};
use vtql_schema::types::{Domain, FieldType};
use vtql_schema::{Field, Module, Queryable, Snapshot};

pub(crate) fn hover(view: View<'_>, offset: usize) -> Option<Hover> {
    let (region, at) = view.document.region_at(offset)?;
    let snapshot = view.document.project.snapshot();
    let (span, text) = name(region, at, snapshot)
        .or_else(|| record_id(region, at, snapshot))
        .or_else(|| keyword(region, at))?;
    let contents = Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: text });
    Some(Hover { contents, range: Some(view.range(region.in_document(span))) })
}

fn name(region: &Region, at: usize, snapshot: Option<&Snapshot>) -> Option<(Span, String)> {
    let named = region.name_at(at)?;
    let module = snapshot?.module(named.module?)?;
    let text = match named.role {
        Role::Module => of_module(module),
        Role::Field => of_field(module, field(module, &named)?, snapshot?),
    };
    Some((named.span(), text))
}

/// The field that a name is meant for.
pub(crate) fn field<'a>(module: &'a Module, named: &Named<'_>) -> Option<&'a Field> {
    module.field(named.name)
}

fn of_module(module: &Module) -> String {
    let mut text = format!("**{}**: {}\n\n", module.name, module.label);
    let _ = write!(text, "module with {} fields", module.fields().len());
    if let Some(prefix) = module.id_prefix {
        let _ = write!(text, ", ids `{prefix}x…`");
    }
    if !module.label_fields.is_empty() {
        let _ = write!(text, ", a record is called by `{}`", module.label_fields.join("`, `"));
    }
    text.push_str(match module.queryable() {
        Queryable::Undocumented => {
            "\n\nThe manual says that it cannot be queried; servers answer all the same."
        }
        Queryable::No => "\n\nIt has no field `id`, and so the server does not answer queries about it.",
        _ => "",
    });
    text
}

/// At most so many values of a picklist are shown.
const MAX_VALUES: usize = 24;

/// What is known of a field, as Markdown.
pub(crate) fn of_field(module: &Module, field: &Field, snapshot: &Snapshot) -> String {
    let mut text = format!("**{}.{}**: {}\n\n{}", module.name, field.name, field.label, field.ty.name());
    let flags = [
        (field.mandatory, ", mandatory"),
        (field.unique, ", unique"),
        (!field.editable, ", read only"),
        (field.nullable && !field.mandatory, ", may be empty"),
    ];
    flags.iter().filter(|(is, _)| *is).for_each(|(_, flag)| text.push_str(flag));
    if let Some(length) = field.length {
        let _ = write!(text, ", at most {length} characters");
    }
    if !field.refers_to.is_empty() {
        let names =
            field.refers_to.iter().map(|name| match snapshot.module(name).and_then(|it| it.id_prefix) {
                Some(prefix) => format!("{name} (`{prefix}x…`)"),
                None => name.clone(),
            });
        let _ = write!(text, "\n\nrefers to {}", names.collect::<Vec<_>>().join(", "));
    }
    if !field.picklist.is_empty() {
        let shown = field.picklist.iter().take(MAX_VALUES);
        let shown: Vec<String> = shown.map(|it| format!("`{}`", it.value)).collect();
        let more = field.picklist.len().saturating_sub(MAX_VALUES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = write!(text, "\n\nvalues: {}{more}", shown.join(", "));
    }
    if !field.default.is_empty() {
        let _ = write!(text, "\n\na new record has `{}`", field.default);
    }
    let _ = write!(text, "\n\n{}", of_server(module, field));
    text
}

/// What the server does with values of the field.
fn of_server(module: &Module, field: &Field) -> &'static str {
    if field.ty == FieldType::Password {
        return "The server lets nobody query it.";
    }
    if field.ty == FieldType::MultiPicklist {
        return "All choices are one text, joined by ` |##| `: ask with `includes`.";
    }
    if field.is_clock_text(&module.name) {
        return "The server keeps this time as text: compare it with a text of the same form, `09:30:00`.";
    }
    if field.is_switch() {
        return "Compared with `'on'` and `'off'`.";
    }
    match field.domain() {
        Domain::Text => "Compared without regard to case, accents and trailing spaces.",
        Domain::Integer | Domain::Decimal => "Compared as a number.",
        Domain::Boolean => "Compared with `'0'` and `'1'`.",
        Domain::Date => "Compared with a day, `'2026-11-24'`.",
        Domain::Time => "Compared with a time of day, `'09:30:00'`.",
        Domain::DateTime => {
            "Compared with a moment, `'2026-11-24 09:30:00'`, in the time zone of the server."
        }
        Domain::Id => "The server takes the number behind the `x`, and does not look at the one before it.",
        Domain::Reference => "Compared with the id of a record, `'12x34'`.",
        Domain::Owner => "Compared with the id of a user, `'19x1'`, or of a group, `'20x2'`.",
        _ => "",
    }
}

/// Which module a record id is of.
fn record_id(region: &Region, at: usize, snapshot: Option<&Snapshot>) -> Option<(Span, String)> {
    let (literal, prefix) = ids(region).into_iter().find(|(literal, _)| {
        let range = literal.span.range();
        range.start <= at && at <= range.end
    })?;
    let module = snapshot?.module_of_prefix(prefix)?;
    let text = format!("id of a record of **{}** ({})", module.name, module.label);
    Some((literal.span, text))
}

/// The literals of a text that write record ids, each with the number before the `x`.
pub(crate) fn ids(region: &Region) -> Vec<(&Literal, u32)> {
    struct Ids<'a>(Vec<(&'a Literal, u32)>);
    impl<'a> Visit<'a> for Ids<'a> {
        type Break = std::convert::Infallible;
        fn visit_literal(&mut self, literal: &'a Literal) -> std::ops::ControlFlow<Self::Break> {
            let prefix = literal.text().split_once('x').and_then(|(prefix, _)| prefix.parse().ok());
            self.0.extend(literal.record_id().and(prefix).map(|prefix| (literal, prefix)));
            std::ops::ControlFlow::Continue(())
        }
    }
    let mut ids = Ids(Vec::new());
    for query in &region.parsed().statements {
        let std::ops::ControlFlow::Continue(()) = ids.visit_query(query);
    }
    ids.0
}

fn keyword(region: &Region, at: usize) -> Option<(Span, String)> {
    let tokens = region.tokens();
    let token = tokens.iter().find(|token| token.span.range().contains(&at))?;
    if token.kind != TokenKind::Keyword {
        return None;
    }
    let word = token.span.slice(&region.text).to_ascii_lowercase();
    let text = match word.as_str() {
        "select" => "Fields, `*` for all, or `count(*)`. The server adds `id`.",
        "from" => "One module. VTQL has no joins.",
        "where" => "Which records. On the wire there are no parentheses: vtql compiles them away.",
        "order" | "orderby" => "Fields to order by, and one direction, which belongs to the last of them.",
        "limit" => "`limit count` or `limit offset, count`. Servers give at most 100 rows a request.",
        "in" => "One of a list of values, in parentheses.",
        "like" => "A pattern: `%` stands for any text, `_` for one character.",
        "between" => "From one value to another, both included. Compiled to two comparisons.",
        "includes" => "One choice is among those of a field of several.",
        "not" => "The opposite. Compiled into the predicates behind it.",
        "count" => "The number of records.",
        "and" | "or" => "`and` binds closer than `or` in vtql, and the server reads from left to right.",
        _ => return None,
    };
    Some((token.span, format!("`{word}`: {text}")))
}
